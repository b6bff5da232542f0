using System.Collections.Immutable;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Events;

/// <summary>
/// Redacts secrets of the configuration in the properties that steps show: where a program reads a secret as an ordinary value, the
/// property is not marked. Secret values stay as they are, since the display decides whether they are shown.
/// </summary>
internal sealed class StepRedaction(SecretMask mask)
{
    public StepDescription Apply(StepDescription step) =>
        mask.IsEmpty
            ? step
            : step with
            {
                Old = Apply(step.Old),
                New = Apply(step.New),
                Drift = step.Drift is { } drift ? drift with { Fields = [.. drift.Fields.Select(Apply)] } : null,
            };

    public PropertyMap Apply(PropertyMap map)
    {
        var redacted = map;
        foreach (var (name, value) in map)
        {
            var applied = Apply(value);
            if (!ReferenceEquals(applied, value))
            {
                redacted = redacted.SetItem(name, applied);
            }
        }

        return redacted;
    }

    private ResourceState? Apply(ResourceState? state) =>
        state is null
            ? null
            : state with
            {
                Inputs = Apply(state.Inputs),
                Outputs = Apply(state.Outputs),
                InitErrors = [.. state.InitErrors.Select(mask.Apply)],
            };

    private FieldDrift Apply(FieldDrift field) =>
        field with
        {
            Recorded = field.Recorded is { } recorded ? Apply(recorded) : null,
            Live = field.Live is { } live ? Apply(live) : null,
        };

    private PropertyValue Apply(PropertyValue value) =>
        value switch
        {
            PropertyString text => mask.Apply(text.Value) is var masked && ReferenceEquals(masked, text.Value) ? value : masked,
            PropertyObject map => Apply(map.Properties) is var applied && ReferenceEquals(applied, map.Properties)
                ? value
                : new PropertyObject(applied),
            PropertyArray list => Apply(list),
            _ => value,
        };

    private PropertyArray Apply(PropertyArray list)
    {
        ImmutableArray<PropertyValue> applied = [.. list.Elements.Select(Apply)];
        return applied.AsSpan().SequenceEqual(list.Elements.AsSpan()) ? list : new PropertyArray(applied);
    }
}
