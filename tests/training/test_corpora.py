"""Other corpora as practice for the heads: a treebank's predicates, and events of other ontologies."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from dragoman.reading.weights import FOLDER
from training.annotations import Annotated, AnnotatedEvent, own
from training.corpora import stories
from training.mapped import ROLES, mapped, type_of
from training.syntax import treebank

SENTENCE = """# newdoc id = made
# sent_id = made-1
1\tThe\tthe\tDET\tDT\t_\t2\tdet\t2:det\t_
2\trebels\trebel\tNOUN\tNNS\t_\t3\tnsubj\t3:nsubj|8:nsubj\t_
3\tseized\tseize\tVERB\tVBD\t_\t0\troot\t0:root\t_
4\tPort\tPort\tPROPN\tNNP\t_\t5\tcompound\t5:compound\t_
5\tSel\tSel\tPROPN\tNNP\t_\t3\tobj\t3:obj\tSpaceAfter=No
6\t,\t,\tPUNCT\t,\t_\t8\tpunct\t8:punct\t_
7\tthen\tthen\tADV\tRB\t_\t8\tadvmod\t8:advmod\t_
8\tfled\tflee\tVERB\tVBD\t_\t3\tconj\t3:conj\tSpaceAfter=No
9\t.\t.\tPUNCT\t.\t_\t3\tpunct\t3:punct\t_
"""


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(FOLDER / "tokenizer.json"))


def test_a_treebank_tells_who_acts_also_where_the_subject_is_shared(tokenizer: Tokenizer, tmp_path: Path) -> None:
    path = tmp_path / "made.conllu"
    path.write_text(SENTENCE, encoding="utf-8")
    (example,) = treebank(path, tokenizer)
    frames = {frame.first: sorted(frame.roles) for frame in example.frames}
    assert frames == {2: [("actor", 0, 2), ("recipient", 3, 5)], 7: [("actor", 0, 2)]}
    assert example.event_tags is None


def test_the_longest_beginning_of_a_foreign_type_decides() -> None:
    assert type_of("conflict.attack.bombing") == "ASSAULT"
    assert type_of("Conflict:Attack") == "ASSAULT"
    assert type_of("conflict.attack.stealrobhijack") is None
    assert type_of("disaster.accidentcrash.accidentcrash") is None
    assert ROLES["attacker"] == "actor"
    assert ROLES["victim"] == "recipient"


def test_a_foreign_event_keeps_the_roles_that_are_ours(tokenizer: Tokenizer) -> None:
    text = "Gunmen attacked a bus near Tarn with rifles ."
    args = [("Attacker", "Gunmen"), ("Target", "a bus"), ("Place", "Tarn"), ("Instrument", "rifles")]
    spans = [{"role": role, "span": [text.index(w), text.index(w) + len(w)]} for role, w in args]
    row = {"text": text, "events": [{"trigger": [7, 15], "type": "Conflict.Attack", "args": spans}]}
    (example,) = mapped([row], tokenizer)
    (frame,) = example.frames
    assert (frame.type, frame.first, frame.last) == ("ASSAULT", 1, 2)
    assert frame.roles == [("actor", 0, 1), ("recipient", 2, 4), ("place", 5, 6)]


def test_an_event_is_tied_to_the_expressions_that_tell_its_days(tokenizer: Tokenizer) -> None:
    text = "Kestria shelled Tarn on Monday. It struck again on 6 May, and talks failed."

    def event(word: str, date: tuple[str, str] | None) -> AnnotatedEvent:
        start = text.index(word)
        return AnnotatedEvent("ASSAULT", None, (start, start + len(word)), "happened", False, (), None, date)

    events = [event("shelled", ("2024-05-06", "2024-05-06")), event("struck", ("2024-04-01", "2024-04-30"))]
    story = Annotated("made-1", text, [*events, event("talks", None)], date="2024-05-08")
    (example,) = stories([story], tokenizer)
    words = text.replace(".", " .").replace(",", " ,").split()
    assert [words[i] for i in example.times] == ["Monday", "6"]
    # Monday was the 6th: both tell the day; a day that no expression tells is not known, and no day is none
    assert [v.when for v in example.events] == [example.times, None, []]


def test_an_attribution_is_learnt_beside_the_events_of_its_passage(tokenizer: Tokenizer) -> None:
    text = "Kestria will leave, its envoy said, and Tarn will stay."
    told = {"source": [[20, 29]], "cue": [[30, 34]], "content": [[0, 18], [36, 54]]}
    story = Annotated("made-2", text, [], attributions=[told])
    (example,) = stories([story], tokenizer)
    (label,) = example.attributions
    assert (label.anchor, label.source, label.content) == (6, [(4, 6)], [(0, 3), (8, 12)])
    assert example.attribution_tags is not None
    assert example.event_tags is not None
    (other,) = stories([Annotated("made-3", text, [])], tokenizer)
    assert other.attribution_tags is None  # not read is not the same as none


def test_attributions_of_our_own_stand_in_their_passages() -> None:
    spans = [
        (story.id, low, high, len(story.text))
        for story in own()
        for told in story.attributions or ()
        for low, high in (*told["source"], *told["cue"], *told["content"])
    ]
    assert spans
    assert [s for s in spans if not 0 <= s[1] < s[2] <= s[3]] == []
