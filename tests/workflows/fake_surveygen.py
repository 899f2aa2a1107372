"""The command line, as the workflows call it, with services on loopback."""

from __future__ import annotations

import json
import os
from pathlib import Path

from metadata.fake_services import Work, status
from metadata.world import FakeWorld

import surveygen.metadata.run
from surveygen.cli.main import main

if __name__ == "__main__":
    works = [Work(**work) for work in json.loads(Path(os.environ["FAKE_WORKS"]).read_text())]
    world = FakeWorld(Path.cwd(), works)
    if down := os.environ.get("FAKE_DOWN", ""):
        world.services.only, world.services.always = down, status(503)
    surveygen.metadata.run.WORLD = world.world
    main()
