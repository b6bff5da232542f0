using Infra.Common;

namespace Infra.Tests.Planning;

public class ParallelWorkTests
{
    [Fact]
    public void Run_CallsTheActionOnceForEachElement()
    {
        var calls = new int[100];

        ParallelWork.Run(Enumerable.Range(0, calls.Length), i => Interlocked.Increment(ref calls[i]));

        Assert.All(calls, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Run_OfAnActionThatThrows_ThrowsTheSameException()
    {
        var expected = new InvalidOperationException("The seventh cannot be done.");

        var thrown = Assert.Throws<InvalidOperationException>(() =>
            ParallelWork.Run(Enumerable.Range(0, 100), i => ThrowAt(i, 7, expected))
        );

        Assert.Same(expected, thrown);
        Assert.Contains(nameof(ThrowAt), thrown.StackTrace!, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OfActionsThatAllThrow_ThrowsOneOfTheExceptions() =>
        Assert.Throws<InvalidOperationException>(() =>
            ParallelWork.Run(Enumerable.Range(0, 100), i => ThrowAt(i, i, new InvalidOperationException()))
        );

    private static void ThrowAt(int i, int failing, Exception exception)
    {
        if (i == failing)
        {
            throw exception;
        }
    }
}
