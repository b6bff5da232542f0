using System.Runtime.ExceptionServices;

namespace Infra.Common;

/// <summary>Work on several processors at a time.</summary>
internal static class ParallelWork
{
    /// <summary>Runs an action for each number from 0. An exception is thrown as the action throws it; of several, one.</summary>
    /// <param name="count">How many numbers there are.</param>
    /// <param name="action">The action.</param>
    public static void Run(int count, Action<int> action)
    {
        try
        {
            Parallel.For(0, count, action);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
