using System.Collections.Immutable;

namespace Infra.PolicyPacks.Configuration;

/// <summary>The configuration of a pack has errors.</summary>
internal sealed class ConfigurationException(IEnumerable<string> problems) : Exception
{
    /// <summary>Every error with its place and cure.</summary>
    public ImmutableArray<string> Problems { get; } = [.. problems];

    public override string Message =>
        string.Join('\n', ["The policy pack's configuration is wrong:", .. Problems.Select(problem => $"  {problem}")]);
}
