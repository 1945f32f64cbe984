import unittest

from licensor import sse


class EventsTest(unittest.TestCase):
    def read(self, text: str, last_id: str = "") -> list[sse.Event]:
        return list(sse.events(text.encode().splitlines(keepends=True), last_id))

    def test_should_read_names_ids_and_data_of_several_lines(self):
        self.assertEqual(
            self.read('id: 1-7\nevent: put\ndata: {"a":\ndata:1}\n\n'),
            [sse.Event("put", '{"a":\n1}', "1-7")])

    def test_should_keep_the_last_id_when_an_event_has_none(self):
        self.assertEqual([event.id for event in self.read("id: 1\ndata: a\n\ndata: b\n\n")], ["1", "1"])

    def test_should_drop_an_event_that_the_end_cuts_off(self):
        self.assertEqual(self.read("data: a\n"), [])

    def test_should_tell_comments_from_events(self):
        self.assertEqual(self.read(": alive\n\n", "9"), [sse.Event("", "", "9")])

    def test_should_stop_at_an_event_without_end(self):
        with self.assertRaises(sse.TooLarge):
            list(sse.events(b"data: " + b"x" * 1024 for _ in range(10_000)))
