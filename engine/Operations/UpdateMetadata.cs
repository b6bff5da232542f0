namespace Infra.Engine.Operations;

/// <summary>What the history records of the circumstances of an update.</summary>
/// <param name="Message">The message of an update that has none of its own.</param>
/// <param name="Environment">The commit, the CI job and the command line, by Pulumi's names.</param>
public sealed record UpdateMetadata(string Message, IReadOnlyDictionary<string, string> Environment)
{
    /// <summary>Nothing is known.</summary>
    public static UpdateMetadata None { get; } = new("", new Dictionary<string, string>());
}
