using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Resilience;

/// <summary>The taints of nodes that pods tolerate.</summary>
internal static class Tolerations
{
    public static TolerationArgs[] Create(ImmutableArray<TolerationSettings> tolerations) => [.. tolerations.Select(Create)];

    private static TolerationArgs Create(TolerationSettings toleration)
    {
        var args = new TolerationArgs { Operator = toleration.Value is null ? "Exists" : "Equal" };
        if (toleration.Operator is { } comparison)
        {
            args.Operator = comparison.ToString();
        }

        if (toleration.Key is { } key)
        {
            args.Key = key;
        }

        if (toleration.Value is { } value)
        {
            args.Value = value;
        }

        if (toleration.Effect is { } effect)
        {
            args.Effect = effect.ToString();
        }

        if (toleration.For is { } time)
        {
            args.TolerationSeconds = time.WholeSeconds();
        }

        return args;
    }
}
