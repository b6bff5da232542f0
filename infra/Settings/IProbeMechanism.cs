using System.Collections.Immutable;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Settings;

/// <summary>How a container is probed: the settings that <c>health</c> has for all probes, and each probe for itself.</summary>
internal interface IProbeMechanism
{
    ProbeKind? Kind { get; }

    ImmutableArray<string> Command { get; }

    string? Path { get; }

    PortReference? Port { get; }

    ProbeScheme? Scheme { get; }

    string? Host { get; }

    IReadOnlyDictionary<string, string> Headers { get; }

    string? Service { get; }
}
