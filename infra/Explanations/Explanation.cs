using System.Collections.Immutable;
using Pulumi;

namespace Infra.Backend.Explanations;

/// <summary>One decision about a service.</summary>
/// <param name="Setting">What was decided, by the path of the setting that would change it, or by Kubernetes' name for it.</param>
/// <param name="Value">What was decided.</param>
/// <param name="Reason">Who said so: the setting itself, the preset of fault tolerance, or a rule with its formula.</param>
/// <param name="Place">Where what was said stands, as <c>file:line</c>; empty where nobody said anything.</param>
internal sealed record Explanation(string Setting, string Value, string Reason, string Place)
{
    public ImmutableDictionary<string, string> ToOutput() => ImmutableDictionary.CreateRange(StringComparer.Ordinal,
    [
        KeyValuePair.Create("setting", Setting), KeyValuePair.Create("value", Value), KeyValuePair.Create("reason", Reason), KeyValuePair.Create("place", Place),
    ]);
}

/// <summary>A service that is to be explained, but is none of the stack's.</summary>
internal sealed class UnknownServiceException(string message) : RunException(message);
