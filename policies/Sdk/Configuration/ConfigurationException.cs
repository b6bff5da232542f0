using System.Collections.Immutable;

namespace Infra.Policies.Sdk.Configuration;

/// <summary>The configuration of a pack is wrong, in one place or several.</summary>
internal sealed class ConfigurationException(IEnumerable<string> problems) : Exception
{
    /// <summary>Every problem with its place and cure.</summary>
    public ImmutableArray<string> Problems { get; } = [.. problems];

    public override string Message => string.Join('\n', ["The policy pack's configuration is wrong:", .. Problems.Select(problem => $"  {problem}")]);
}
