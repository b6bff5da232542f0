using Infra.Engine.Docker.Json;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Creates the outputs of resources: their defaults, what the engine says, and their inputs with their secrets.</summary>
internal static class ResourceOutputs
{
    /// <summary>The outputs of an object that was created or updated.</summary>
    public static PropertyMap Create(IResourceType type, PropertyMap inputs, CreatedObject created)
    {
        var outputs = Combine(type, inputs, PropertyJson.ToProperties(created.Outputs));
        return inputs.ContainsSecrets()
            ? PropertyMap.From(
                outputs.Select(output =>
                    KeyValuePair.Create(
                        output.Key,
                        created.SensitiveOutputs.Contains(output.Key) ? output.Value.MakeSecret() : output.Value
                    )
                )
            )
            : outputs;
    }

    /// <summary>The outputs that a creation or an update will have.</summary>
    /// <param name="type">The resource type.</param>
    /// <param name="inputs">The new inputs.</param>
    /// <param name="oldState">The outputs of the last update; empty for a creation.</param>
    /// <param name="unknown">The outputs that the operation will determine.</param>
    public static PropertyMap Predict(IResourceType type, PropertyMap inputs, PropertyMap oldState, IReadOnlyList<string> unknown)
    {
        // An input that the engine completes keeps its value, one that the program no longer sets does not.
        var own = ResourceSchema.Package.InputProperties(type.Token);
        var completed = type.ComputedOutputs(PropertyJson.ToJson(inputs));
        var computed = oldState
            .Where((name, _) => !own.ContainsKey(name) || completed.Contains(name))
            .SetItems(unknown.Select(name => KeyValuePair.Create(name, (PropertyValue)new PropertyUnknown())));
        return Combine(type, inputs, computed);
    }

    /// <summary>The result of reading an object.</summary>
    public static ReadResult CreateRead(IResourceType type, PropertyMap oldInputs, LiveObject live)
    {
        var inputs = oldInputs.Count == 0 ? PropertyJson.ToProperties(live.ImportedInputs) : Refresh(type, oldInputs, live);
        return new ReadResult
        {
            Id = live.Id,
            Inputs = inputs,
            State = Combine(type, inputs, PropertyJson.ToProperties(live.Outputs)),
            InitErrors = live.Problems,
        };
    }

    // Values that mean the same as before keep their spelling, their order and their secrets.
    private static PropertyMap Refresh(IResourceType type, PropertyMap oldInputs, LiveObject live)
    {
        var normalizer = new Normalizer(type.Rules);
        var faithful = PropertyJson.ToProperties(live.Faithful);
        var (before, now) = (normalizer.Normalize(oldInputs), normalizer.Normalize(faithful));
        return oldInputs.SetItems(
            faithful
                .Where((name, _) => !Equals(before.Find(name), now.Find(name)))
                .Select(member =>
                    KeyValuePair.Create(
                        member.Key,
                        oldInputs.Find(member.Key)?.ContainsSecrets() == true ? member.Value.MakeSecret() : member.Value
                    )
                )
        );
    }

    private static PropertyMap Combine(IResourceType type, PropertyMap inputs, PropertyMap computed)
    {
        var known = ResourceSchema.Package.OutputProperties(type.Token).ToHashSet(StringComparer.Ordinal);
        return PropertyMap.From(type.Rules.Defaults).SetItems(computed).SetItems(inputs).Where((name, _) => known.Contains(name));
    }
}
