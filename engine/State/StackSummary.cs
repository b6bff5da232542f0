using System.Globalization;
using Infra.Engine.Errors;

namespace Infra.Engine.State;

/// <summary>A stack in the list of a project's stacks.</summary>
/// <param name="Name">The name without the project.</param>
/// <param name="LastUpdate">The time of the last update, or null before the first.</param>
/// <param name="ResourceCount">The number of resources in the state.</param>
/// <param name="Problem">Why the state cannot be read, with the cure; null where it can.</param>
public sealed record StackSummary(string Name, DateTimeOffset? LastUpdate, int ResourceCount, string? Problem = null)
{
    /// <summary>Summarizes a stack.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="load">Loads its checkpoint.</param>
    internal static StackSummary Create(string name, Func<Checkpoint> load)
    {
        try
        {
            using var checkpoint = load();
            var (time, resources) = checkpoint.ReadSummary();
            var parsed =
                DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var last) && last.Year > 1
                    ? last
                    : (DateTimeOffset?)null;
            return new StackSummary(name, parsed, resources);
        }
        catch (StateException error)
        {
            return new StackSummary(name, null, 0, error.Message);
        }
    }
}
