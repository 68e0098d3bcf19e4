"""Addresses of log-in and second factor: only the library's pages we need, under ``akun/``.

Included at the root by ``config.urls``; ``doors.DECLARED_ELSEWHERE`` says who may open each.
"""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, path, re_path

from sentraki.offices import account_pages

RESET_KEY = r"^akun/sandi/lupa/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$"

urlpatterns: list[URLPattern] = [
    path("akun/masuk/", account.login, name="account_login"),
    path("akun/keluar/", account.logout, name="account_logout"),
    path("akun/nonaktif/", account.account_inactive, name="account_inactive"),
    path("akun/daftar/", account.signup, name="account_signup"),
    path("akun/peran/", account_pages.choose_role, name="account_choose_role"),
    path("akun/ulangi/", account.reauthenticate, name="account_reauthenticate"),
    path("akun/sandi/", account.password_change, name="account_change_password"),
    path("akun/sandi/baru/", account.password_set, name="account_set_password"),
    path("akun/sandi/lupa/", account.password_reset, name="account_reset_password"),
    path(
        "akun/sandi/lupa/terkirim/",
        account.password_reset_done,
        name="account_reset_password_done",
    ),
    path(
        "akun/sandi/lupa/selesai/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(RESET_KEY, account.password_reset_from_key, name="account_reset_password_from_key"),
    path("akun/dua-langkah/", factors.index, name="mfa_index"),
    path("akun/dua-langkah/masuk/", factors.authenticate, name="mfa_authenticate"),
    path("akun/dua-langkah/ulangi/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("akun/dua-langkah/aplikasi/", totp.activate_totp, name="mfa_activate_totp"),
    path("akun/dua-langkah/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(
        "akun/dua-langkah/cadangan/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"
    ),
    path(
        "akun/dua-langkah/cadangan/baru/",
        recovery.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/dua-langkah/cadangan/unduh/",
        recovery.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
    path("akun/kunci/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("akun/kunci/tambah/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("akun/kunci/masuk/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path(
        "akun/kunci/ulangi/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"
    ),
    path("akun/kunci/<int:pk>/lepas/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("akun/kunci/<int:pk>/nama/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
]
