using PruningLab.Engine.Kernels;

namespace PruningLab.Engine.Tests.Kernels;

public sealed class WorkTeamTests
{
    [Fact]
    public void Run_ManyJobs_DoesEveryPartOnceEachTime()
    {
        int[] done = new int[4];
        using WorkTeam team = new(4, part => done[part]++);
        for (int job = 1; job <= 300; job++)
        {
            team.Run(1 + (job % 4));
        }
        Assert.Equal([300, 225, 150, 75], done);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Run_PartFails_ThrowsAfterAllHaveEndedAndGoesOn(int failing)
    {
        int done = 0;
        bool fails = true;
        using WorkTeam team = new(3, part =>
        {
            if (fails && part == failing)
            {
                throw new InvalidOperationException("A part is broken.");
            }
            Interlocked.Increment(ref done);
        });
        Assert.Equal("A part is broken.", Assert.Throws<InvalidOperationException>(() => team.Run(3)).Message);
        Assert.Equal(2, done);
        fails = false;
        team.Run(3);
        Assert.Equal(5, done);
    }

    [Fact]
    public void Run_HelperLacksMemory_ThrowsInTheCaller()
    {
        using WorkTeam team = new(2, part =>
        {
            if (part == 1)
            {
                // No array may be this long, whatever the machine's memory.
                GC.KeepAlive(new byte[int.MaxValue]);
            }
        });
        Assert.Throws<OutOfMemoryException>(() => team.Run(2));
    }

    [Fact]
    public void Run_AfterTheFirstJob_AllocatesNothing()
    {
        using WorkTeam team = new(2, _ => { });
        long least = long.MaxValue;
        for (int job = 0; job < 50; job++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            team.Run(2);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
    }
}
