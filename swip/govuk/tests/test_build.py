"""The script that lays out GOV.UK's look, without fetching anything."""

import importlib.util
import json
from pathlib import Path

import pytest

ASSETS = Path(__file__).parents[3] / "assets"


@pytest.fixture
def build(tmp_path, monkeypatch):
    """The script, working on a folder of its own with a package of a few lines."""
    spec = importlib.util.spec_from_file_location("build_assets", ASSETS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    package = tmp_path / "node_modules" / "govuk-frontend"
    compiled = package / "dist" / "govuk"
    (compiled / "assets" / "fonts").mkdir(parents=True)
    (compiled / "govuk-frontend.min.css").write_text(
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}\n"
        ".a{font-family:GDS Transport,arial,sans-serif}.b{background-image:url(/assets/images/govuk-crest.svg)}"
    )
    (compiled / "govuk-frontend.min.js").write_text(
        "export{initAll};//# sourceMappingURL=govuk-frontend.min.js.map"
    )
    for name in ("govuk-frontend.min.css.map", "govuk-frontend.min.js.map"):
        (compiled / name).write_text("{}")
    (tmp_path / "package-lock.json").write_text("{}")
    monkeypatch.setattr(module, "HERE", tmp_path)
    monkeypatch.setattr(module, "LOCK_FILE", tmp_path / "package-lock.json")
    monkeypatch.setattr(module, "PACKAGE", package)
    monkeypatch.setattr(module, "BUILT", tmp_path / "built")
    module.installs = []
    monkeypatch.setattr(module, "install", lambda: module.installs.append(1))
    monkeypatch.delenv("GOVUK_BRAND", raising=False)
    return module


def test_the_look_is_laid_out_without_the_brand(build):
    assert build.main([]) == 0

    assert (build.BUILT / "govuk-frontend.min.css").read_text() == (
        ".a{font-family:arial,sans-serif}.b{background-image:none}"
    )
    script = (build.BUILT / "govuk-frontend.min.js").read_text().splitlines()
    assert script == ["export{initAll};", "initAll();", "//# sourceMappingURL=govuk-frontend.min.js.map"]
    assert not (build.BUILT / "fonts").exists()


def test_the_brand_can_be_kept(build, monkeypatch):
    monkeypatch.setenv("GOVUK_BRAND", "1")

    assert build.main([]) == 0

    assert "GDS Transport" in (build.BUILT / "govuk-frontend.min.css").read_text()
    assert (build.BUILT / "fonts").is_dir()


def test_what_is_built_already_is_left_alone(build):
    build.main([])
    build.main([])
    assert len(build.installs) == 1

    build.LOCK_FILE.write_text('{"changed": true}')
    build.main([])
    assert len(build.installs) == 2


def test_a_build_that_breaks_off_leaves_the_old_one(build, monkeypatch):
    build.main([])
    build.LOCK_FILE.write_text('{"changed": true}')

    def break_off(*arguments):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(build, "started", break_off)
        with pytest.raises(KeyboardInterrupt):
            build.main([])

    assert "initAll();" in (build.BUILT / "govuk-frontend.min.js").read_text()
    assert not list(build.HERE.glob("node_modules/.building-*"))
    assert build.main([]) == 0


def test_a_look_that_the_script_does_not_know_stops_it(build, capsys):
    (build.PACKAGE / "dist" / "govuk" / "govuk-frontend.min.js").write_text("export{all};")

    assert build.main([]) == 1

    assert "does not export initAll" in capsys.readouterr().err


def test_the_lock_file_names_the_version_and_nobodys_registry():
    text = (ASSETS / "package-lock.json").read_text()
    package = json.loads(text)["packages"]["node_modules/govuk-frontend"]

    assert (
        package["version"]
        == json.loads((ASSETS / "package.json").read_text())["dependencies"]["govuk-frontend"]
    )
    assert package["integrity"].startswith("sha512-")
    assert "resolved" not in text
    assert "://" not in text
