"""A page is followed as a reader would, and whatever differs from it is told."""

from pathlib import Path

import pytest

from tools.follow.blocks import Change, Python, Type, Write, steps
from tools.follow.reader import Lost, follow

PAGE = """\
# Title

```toml title="a/b.toml"
x = 1
y = 2
```

```diff title="a/b.toml"
 x = 1
-y = 2
+y = 3
```

```console
$ cat a/b.toml
x = 1
y = 3
$ true
```

```python
print(6 * 7)
```

```text
42
```

```sh
exit 1
```
"""


def test_what_a_page_tells_to_do_is_read_in_order() -> None:
    write, change, typed, quiet, python = steps(PAGE)
    assert write == Write("a/b.toml", "x = 1\ny = 2\n")
    assert change == Change("a/b.toml", "x = 1\ny = 2\n", "x = 1\ny = 3\n")
    assert isinstance(typed, Type)
    assert (typed.command, typed.printed) == ("cat a/b.toml", "x = 1\ny = 3\n")
    assert isinstance(quiet, Type)
    assert (quiet.command, quiet.printed) == ("true", "")
    assert isinstance(python, Python)
    assert (python.source, PAGE[python.start : python.end]) == ("print(6 * 7)\n", "42\n")


def test_a_page_that_is_right_stays_as_it_is(tmp_path: Path) -> None:
    followed = follow(PAGE, tmp_path)
    assert (followed.page, followed.differ) == (PAGE, ())
    assert (tmp_path / "a" / "b.toml").read_text() == "x = 1\ny = 3\n"


@pytest.mark.parametrize(
    ("right", "wrong"), [("y = 3\n$", "$"), ("42", "41"), ("$ true\n", "$ true\nmore\n")]
)
def test_what_differs_is_told_and_put_right(right: str, wrong: str, tmp_path: Path) -> None:
    followed = follow(PAGE.replace(right, wrong), tmp_path)
    assert followed.page == PAGE
    assert len(followed.differ) == 1


def test_python_that_prints_what_no_page_says_differs(tmp_path: Path) -> None:
    assert follow("```python\n1 / 0\n```\n", tmp_path).differ
    assert not follow("```python\n1 / 1\n```\n", tmp_path).differ


def test_lines_that_are_not_there_once_and_files_outside_lose_the_reader(tmp_path: Path) -> None:
    with pytest.raises(Lost, match="0 times, not once"):
        follow(PAGE.replace("-y = 2", "-y = 4"), tmp_path)
    with pytest.raises(Lost, match="outside the folder"):
        follow('```toml title="../b.toml"\n```\n', tmp_path)
