namespace Infra.Engine.State;

/// <summary>A stack in the list of a project's stacks.</summary>
/// <param name="Name">The name without the project.</param>
/// <param name="LastUpdate">The time of the last update, or null before the first.</param>
/// <param name="ResourceCount">The number of resources in the state.</param>
/// <param name="Problem">Why the state cannot be read, with the cure; null where it can.</param>
public sealed record StackSummary(string Name, DateTimeOffset? LastUpdate, int ResourceCount, string? Problem = null);
