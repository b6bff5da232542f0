using System.Text.Json.Nodes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>A version of an autoscaler, parsed once for all syncs until it changes.</summary>
/// <param name="source">The autoscaler.</param>
internal sealed class AutoscalerVersion(PlainObject source)
{
    /// <summary>The autoscaler.</summary>
    public PlainObject Source => source;

    /// <summary><c>spec</c>.</summary>
    public JsonObject Spec { get; } = source.Source.Spec;

    /// <summary><c>status</c>.</summary>
    public JsonObject Status { get; } = source.Source.Status;

    /// <summary>The rules for scaling up.</summary>
    public ScalingRules Up { get; } = ScalingRules.FromScaleUp(source.Source.Spec.Map("behavior"));

    /// <summary>The rules for scaling down.</summary>
    public ScalingRules Down { get; } = ScalingRules.FromScaleDown(source.Source.Spec.Map("behavior"));

    /// <summary><c>status.conditions</c>.</summary>
    public IReadOnlyList<Condition> Conditions { get; } = StatusConditions.FromStatus(source.Source.Status);
}
