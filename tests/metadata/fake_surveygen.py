"""The command line with services on loopback.

FAKE_WORKS names a file of the works that they know, FAKE_DOWN a service that is down.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import surveygen.metadata.run
from metadata.fake_services import Work, status
from metadata.world import FakeWorld
from surveygen.cli.main import main

if __name__ == "__main__":
    works = [Work(**work) for work in json.loads(Path(os.environ["FAKE_WORKS"]).read_text())]
    world = FakeWorld(Path.cwd(), works)  # the folder is for look-ups without a survey
    if down := os.environ.get("FAKE_DOWN", ""):
        world.services.only, world.services.always = down, status(503)
    surveygen.metadata.run.WORLD = world.world
    main()
