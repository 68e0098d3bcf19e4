"""Sample sentences of the gallery: invented, Indonesian, never shown by an installation."""

from collections.abc import Mapping
from types import MappingProxyType

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "lembar_komponen": "Lembar komponen",
        "untuk_pengembang": "Untuk pengembang",
        "semua_keadaan_dengan": "Semua keadaan, dengan isi contoh.",
        "pil_status": "Pil status",
        "tingkat_kemiripan": "Tingkat kemiripan",
        "hasil_cek_nama": "Hasil cek nama",
        "isian": "Isian",
        "simpan_dan_lanjutkan": "Simpan dan lanjutkan",
        "kirim_ke_whatsapp": "Kirim ke WhatsApp saya",
        "kembali": "Kembali",
        "hari_ini": "Hari ini",
        "selamat_pagi_rina": "Selamat pagi, Rina",
        "kamis_maret_tenggat": "Kamis, 17 Maret 2022. 1 tenggat sudah lewat.",
        "terima_orang_di": "Terima orang di meja",
        "tenggat_terdekat": "Tenggat terdekat",
        "kuota_tempat": "Kuota 2022: 250 tempat",
        "antrean": "Antrean",
        "kirim_kabar": "Kirim kabar",
        "unduh_excel": "Unduh Excel",
        "pilih": "Pilih",
        "usaha": "Usaha",
        "keadaan": "Keadaan",
        "kemiripan_nama": "Kemiripan nama",
        "menunggu": "Menunggu",
        "hari": "4 hari",
        "tidak_memenuhi_syarat": "Tidak memenuhi syarat…",
        "stempel": "Stempel",
        "merek_ini_terdaftar": "Merek ini terdaftar di DJKI sampai",
        "september": "22 September 2035",
        "belum_terdaftar": "Belum terdaftar.",
        "permohonan_sudah_diterima": "Permohonan sudah diterima DJKI dan masih diproses.",
        "stempel_ini_pernah": "Stempel ini pernah terbit dan tidak berlaku lagi sejak",
        "maret": "3 Maret 2026",
        "kode_ini_tidak": "Kode ini tidak ada di catatan kami, atau QR-nya bukan buatan kami.",
        "stempel_ini_keterangan": (
            "Stempel ini keterangan dari pemerintah daerah. "
            "Stempel bukan sertifikat DJKI dan bukan tanda tangan elektronik."
        ),
        "dokumen": "Dokumen",
        "unduh_surat_yang": "Unduh surat yang sudah terisi (PDF, 38 kB)",
        "tenggat": "Tenggat",
        "kuota_dan_perjalanan": "Kuota dan perjalanan",
        "masih_ada_tempat": "Masih ada 227 tempat",
        "angka": "Angka",
        "mendapat_tempat_dalam": "mendapat tempat dalam kuota, belum tentu diajukan.",
        "pemberitahuan": "Pemberitahuan",
        "draf_tersimpan_pukul": "Draf tersimpan pukul 10.42 WIB.",
        "tercatat_sebagai_ekspresi": "Tercatat sebagai ekspresi budaya tradisional.",
        "ini_bantuan_membaca": "Ini bantuan membaca, bukan putusan.",
        "urungkan": "Urungkan",
        "lain_lain": "Lain-lain",
    }
)
