using PruningLab.Engine.Training;

namespace PruningLab.Engine.Tests.Training;

public sealed class AppendLogTests
{
    [Fact]
    public void RoomAndCommit_BeyondTheCapacity_KeepWhatWasThereAndShowOnlyWhatWasCommitted()
    {
        AppendLog<int> log = new(4);
        log.Add(1);
        Span<int> room = log.Room(9);
        for (int i = 0; i < 9; i++)
        {
            room[i] = i + 2;
        }
        Assert.Equal(1, log.Count);
        log.Commit(7);
        log.Add(100);
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 100], log.Read().ToArray());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void Commit_MoreThanThereIsRoomFor_Throws(int count) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AppendLog<int>(4).Commit(count));
}
