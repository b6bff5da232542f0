using System.Runtime.ExceptionServices;

namespace Infra.Common;

/// <summary>Work on several processors at a time.</summary>
internal static class ParallelWork
{
    /// <summary>Runs an action for each element. An exception is thrown as the action throws it; of several, one.</summary>
    /// <param name="elements">The elements.</param>
    /// <param name="action">The action.</param>
    public static void Run<T>(IEnumerable<T> elements, Action<T> action)
    {
        try
        {
            Parallel.ForEach(elements, action);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
