"""One seed: a crashed run, its undisturbed twin, a fresh run, and how they compare."""

import json
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.chaos import ending, step
from tests.chaos.ox import Ox
from tests.chaos.phases import struck
from tests.chaos.plot import DEADLINE, SETTLE, Act, Plot, plot
from tests.chaos.verdict import DIFFERENT, UNFINISHED, Verdict, judge
from tests.servers.children import Child, Failed
from tests.servers.ports import free_port

PATIENCE = 90.0


@dataclass(slots=True)
class Result:
    """What a seed came to."""

    seed: int
    stage: Path
    verdict: Verdict = field(default_factory=Verdict)
    phases: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


class Theatre:
    """Runs trials in a folder, one after the other; the store is made once and copied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port()
        self._template = folder / "template"
        shutil.rmtree(self._template, ignore_errors=True)
        settings = {
            "lanes": 4,
            "deadline": DEADLINE,
            "settle": SETTLE,
            "mail_domain": "lindenau.example",
            "gates": False,
        }
        url = f"http://127.0.0.1:{self._port}"
        made = Child(folder / "template.log", step.prepare, str(self._template), url, settings)
        if made.wait(PATIENCE):
            raise Failed((folder / "template.log").read_text())

    def play(self, seed: int) -> Result:
        """Run one seed. The folder of a seed that ends well is removed."""
        start = time.monotonic()
        stage = self._folder / str(seed)
        shutil.rmtree(stage, ignore_errors=True)
        stage.mkdir(parents=True)
        result = Result(seed, stage)
        try:
            self._play(plot(seed), stage, result)
        except Failed as failure:
            result.verdict.say(UNFINISHED, str(failure))
        if not result.verdict.wrong:
            shutil.rmtree(stage)
        result.seconds = time.monotonic() - start
        return result

    def _play(self, play: Plot, stage: Path, result: Result) -> None:
        versions = []
        for number, act in enumerate(play.acts):
            file = stage / f"{number}.ldif"
            file.write_bytes(act.ldif)
            (stage / f"{number}.txt").write_text("\n".join([*act.edits, repr(act.kills)]))
            versions.append((str(file), act.approve))
        others = {
            name: self._undisturbed(stage, name, some)
            for name, some in (("twin", versions), ("fresh", versions[-1:]))
        }
        self._crash(play, stage, result)
        for name, child in others.items():
            if child.wait(PATIENCE):
                raise Failed(f"the {name} run ended badly: {child.log}")
        broken = (stage / "runs.log").read_text(errors="replace").count("Traceback")
        ends = [json.loads((stage / f"{n}.json").read_text()) for n in ("crashed", "twin", "fresh")]
        result.phases[f"rounds to the end: {ends[0]['rounds']}"] += 1
        result.verdict = judge(ends[0], ends[1], ends[2], play.logins, play.titles)
        if broken:
            result.verdict.say(DIFFERENT, f"{broken} runs broke down, see {stage / 'runs.log'}")

    def _undisturbed(self, stage: Path, name: str, versions: list[tuple[str, bool]]) -> Child:
        data = self._store(stage, name)
        result = str(stage / f"{name}.json")
        log = stage / f"{name}.log"
        return Child(log, ending.undisturbed, str(data), versions, result)

    def _store(self, stage: Path, name: str) -> Path:
        data = stage / name
        shutil.copytree(self._template, data)
        return data

    def _crash(self, play: Plot, stage: Path, result: Result) -> None:
        data = self._store(stage, "crashed")
        ox = Ox(self._port, stage, list(play.faults))
        try:
            for act in play.acts:
                self._act(act, data, ox, stage, result)
            ox.calm()
            result.phases["trouble on the wire"] += ox.injected
            last = stage / "crashed.log"
            url = f"http://127.0.0.1:{self._port}"
            child = Child(last, ending.finish, str(data), url, str(stage / "crashed.json"))
            if child.wait(PATIENCE):
                raise Failed(f"the last run ended badly: {last}")
        finally:
            ox.stop()

    def _act(self, act: Act, data: Path, ox: Ox, stage: Path, result: Result) -> None:
        fresh = data / "directory.new"
        fresh.write_bytes(act.ldif)
        fresh.rename(data / "directory.ldif")
        for number, kill in enumerate(act.kills):
            what = step.APPROVE if act.approve and number == len(act.kills) - 1 else step.SYNC
            commit, delay = kill if isinstance(kill, tuple) else (0, 0.0)
            child = Child(stage / "runs.log", step.run, str(data), what, commit, delay)
            if act.kill_ox and number == 0:
                child.wait_for(kill / 2 if isinstance(kill, float) else 0.6)
                ox.crash()
                ox.start()
                result.phases["killed: oxsim"] += 1
            if isinstance(kill, float):
                killed = child.kill_after(kill)
            else:
                killed = child.wait(PATIENCE) == -signal.SIGKILL
            if killed:
                result.phases.update(struck(data, ox.door.state()["contexts"]))
            else:
                result.phases["ran to its end"] += 1
