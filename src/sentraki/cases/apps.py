"""The room of cases."""

from django.apps import AppConfig

VERBS: dict[str, tuple[str, str]] = {
    "identity.read": ("Lembaga lain menanyakan identitas usaha", "Another agency asked"),
    "case.start": ("Berkas dimulai", "File started"),
    "case.answer": ("Isian disimpan", "Answers saved"),
    "case.add-paper": ("Dokumen dilampirkan", "Paper added"),
    "case.submit": ("Berkas dikirim pemohon", "File sent by the applicant"),
    "case.withdraw": ("Berkas ditarik pemohon", "File withdrawn"),
    "case.expire": ("Draf kedaluwarsa", "Draft expired"),
    "case.judge-paper": ("Dokumen diperiksa", "Paper checked"),
    "case.check-pdki": ("PDKI diperiksa petugas", "PDKI searched by an officer"),
    "case.return": ("Berkas dikembalikan dengan daftar kekurangan", "Returned with a list"),
    "case.accept": ("Berkas diterima dan mendapat tempat", "Accepted with a place"),
    "case.waitlist": ("Berkas masuk daftar tunggu", "Put on the waiting list"),
    "case.decline": ("Berkas tidak memenuhi syarat", "Does not meet the rules"),
    "case.show-identity": ("Nomor identitas diperlihatkan", "Identity number shown"),
    "case.seal-dossier": ("Berkas lengkap dan dikunci", "Dossier sealed"),
    "case.reopen": ("Berkas dibuka kembali", "Dossier opened again"),
    "case.export": ("Daftar berkas diunduh", "List of files downloaded"),
    "case.import": ("Berkas tahun lalu dimasukkan dari lembar data", "Earlier case imported"),
    "case.undo-import": ("Impor berkas dibatalkan", "Import of a case undone"),
    "case.replace": ("Berkas pengganti dimulai", "Replacement file begun"),
    "case.close": ("Berkas selesai", "File closed"),
    "handover.send": ("Kumpulan berkas dikirim ke Kanwil", "Batch sent to the Kanwil"),
    "handover.answer": ("Kanwil menjawab", "The Kanwil answered"),
    "filing.file": ("Diajukan ke DJKI", "Filed at DJKI"),
    "filing.record-event": ("Kabar DJKI dicatat", "News from DJKI recorded"),
    "filing.look-up": ("PDKI dilihat, tidak ada kabar baru", "PDKI looked up, nothing new"),
    "filing.export": ("Daftar nomor diunduh", "List of numbers downloaded"),
    "reply.begin": ("Surat DJKI dibagi menjadi poin", "Letter of DJKI cut into points"),
    "reply.arrange": ("Poin surat disusun ulang", "Points of the letter arranged"),
    "reply.answer": ("Jawaban atas satu poin disimpan", "Answer to a point kept"),
    "reply.finish": ("Jawaban lengkap diajukan ke DJKI", "Complete answer handed in at DJKI"),
    "deadline.meet": ("Tenggat dipenuhi", "Deadline kept"),
    "deadline.withdraw": ("Tenggat dicatat tidak berlaku", "Deadline does not apply"),
    "deadline.decide": ("Pertanyaan tentang tenggat dijawab", "Question about a deadline answered"),
    "deadline.miss": ("Tenggat terlewat", "Deadline missed"),
    "deadline.lapse": ("Masa berakhir menurut kalender", "Window over by the calendar"),
    "deadline.move": ("Tenggat dihitung ulang", "Deadline counted anew"),
    "deadline.remind": ("Petugas diingatkan tentang tenggat", "Officers reminded of a deadline"),
    "case.remind": ("Pemohon diingatkan tentang tenggat", "Applicant reminded of a deadline"),
    "right.import": ("Hak terdaftar dimasukkan dari lembar data", "Rights imported"),
    "right.undo-import": ("Impor hak terdaftar dibatalkan", "Import of rights undone"),
    "right.tie": ("Hak dihubungkan dengan usaha", "Right tied to a business"),
    "right.untie": ("Hubungan hak dengan usaha dilepas", "Right's tie to a business undone"),
    "right.end": ("Hak dicatat berakhir", "End of a right recorded"),
    "right.hand-over": ("Sertifikat diserahkan kepada pemilik", "Certificate handed over"),
    "ceremony.draw-up": ("Daftar penyerahan sertifikat disusun", "List of certificates drawn up"),
    "ceremony.hand-over": ("Sertifikat diserahkan bersama", "Certificates handed over together"),
    "right-change.begin": ("Perubahan hak mulai dicatat", "Change of a right begun"),
    "right-change.move": ("Perubahan hak maju satu langkah", "Change of a right took a step"),
    "watch.find": ("Merek mirip diumumkan", "A similar mark was published"),
    "watch.answer": ("Merek mirip ditanggapi", "Answer to a similar mark recorded"),
    "watch.draft": ("Rancangan keberatan disunting", "Draft objection edited"),
    "watch.remind": ("Masa keberatan diingatkan", "Reminded of the time to object"),
    "watch.tell": ("Petugas diberi tahu merek mirip", "Officers told of similar marks"),
    "usage-rules.write": ("Ketentuan penggunaan mulai ditulis", "Rules of use begun"),
    "usage-rules.freeze": ("Ketentuan penggunaan dikunci", "Rules of use frozen"),
    "usage-rules.sign": ("Ketentuan penggunaan ditandatangani pengurus", "Rules of use signed"),
    "usage-rules.drop": ("Naskah ketentuan dibatalkan", "Draft rules of use given up"),
    "usage-rules.recorded": ("Perubahan ketentuan tercatat di DJKI", "Changed rules recorded"),
    "mark-member.propose": ("Anggota merek kolektif diusulkan", "Mark members proposed"),
    "mark-member.move-several": (
        "Status beberapa anggota merek berubah",
        "Status of several mark members changed",
    ),
    "mark-member.move": ("Status anggota merek berubah", "Status of a mark member changed"),
    "quality-visit.record": ("Kunjungan mutu dicatat", "Quality visit recorded"),
    "right.transfer": ("Merek kolektif dialihkan", "Collective mark transferred"),
    "place.confirm": ("Tempat diambil", "Place taken up"),
    "place.expire": ("Waktu tempat habis", "Time of a place ran out"),
    "place.offer": ("Tempat ditawarkan", "Place offered"),
    "order.ask": ("Perubahan urutan diminta", "Change of order asked for"),
    "order.decide": ("Perubahan urutan diputuskan orang kedua", "Change of order decided"),
    "programme.draw-up": ("Pembagian tempat disusun", "Giving of places drawn up"),
    "programme.enforce": ("Pembagian tempat diberlakukan", "Giving of places put into force"),
    "programme.arrive": ("Pendaftar antre dicatat", "People in the queue recorded"),
    "programme.carry-over": (
        "Daftar tunggu dipindahkan ke tahun berikut",
        "Waiting list carried over",
    ),
    "case.write-to": ("Pemohon diberi kabar", "Applicant was written to"),
    "programme.remind": (
        "Pemohon satu program diberi kabar",
        "Applicants of a programme written to",
    ),
    "programme.set": ("Program dan kuota ditetapkan", "Programme and quota set"),
}


class CasesConfig(AppConfig):
    """Registers the room's policy rows, verbs, letters and reference loaders."""

    name = "sentraki.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the lower floors what this room adds."""
        from sentraki.cases import letters, messages
        from sentraki.cases.policy import POLICY
        from sentraki.cases.selectors.health import CHECKS
        from sentraki.cases.services.case_imports import CASE_SHEETS
        from sentraki.cases.services.reference import load_reference
        from sentraki.cases.services.right_imports import RIGHT_SHEETS
        from sentraki.cases.services.status_sheets import STATUS_SHEETS
        from sentraki.kernel import access, doctor
        from sentraki.ledger.verbs import declare
        from sentraki.offices.reference import register_loader
        from sentraki.parties.services.import_kinds import register_kind

        access.register(POLICY)
        for name, check in CHECKS.items():
            doctor.register(f"cases.{name}", check)
        for verb, (indonesian, english) in VERBS.items():
            declare(verb, id=indonesian, en=english)
        letters.register()
        messages.register()
        register_loader("cases", load_reference)
        register_kind(RIGHT_SHEETS)
        register_kind(CASE_SHEETS)
        register_kind(STATUS_SHEETS)
