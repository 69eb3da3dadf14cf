"""The buffer that a connection of protocol v2 keeps for later subscriptions."""

from mockserver.events.protocol_event import ProtocolEvent, SequencedEvent
from mockserver.events.replay_buffer import ReplayBuffer


def event(seq, text=""):
    return SequencedEvent(seq, ProtocolEvent("values", (), {"text": text}, 0, "x"))


def kept_numbers(buffer, *events):
    for each in events:
        buffer.append(each)
    return [numbered.seq for numbered in buffer]


class TestReplayBuffer:
    def test_has_the_latest_events(self):
        buffer = ReplayBuffer(max_events=2)
        assert kept_numbers(buffer, event(1), event(2), event(3)) == [2, 3]
        assert buffer.oldest == 2

    def test_keeps_within_its_byte_limit(self):
        largest = 2 * len(event(1, "x" * 1000).encoded())
        buffer = ReplayBuffer(max_bytes=largest)
        assert kept_numbers(buffer, *(event(seq, "x" * 1000) for seq in range(1, 6))) == [4, 5]

    def test_keeps_the_last_event_even_above_the_limit(self):
        assert kept_numbers(ReplayBuffer(max_bytes=100), event(1), event(2, "x" * 1000)) == [2]

    def test_may_be_empty(self):
        assert (ReplayBuffer().oldest, list(ReplayBuffer())) == (0, [])


def test_a_connection_keeps_no_more_than_a_log_does():
    buffer = ReplayBuffer()
    large = "x" * 8_000_000
    assert kept_numbers(buffer, *(event(seq, large) for seq in range(1, 9))) == [5, 6, 7, 8]
