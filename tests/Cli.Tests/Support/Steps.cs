using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Cli.Tests.Support;

/// <summary>Creates resources and steps as the engine reports them.</summary>
internal static class Steps
{
    public static Urn Stack { get; } = Urn.Create("dev", "shop", default, Urn.StackType, "shop-dev");

    public static Urn Resource(string name, string type = "kubernetes:core/v1:ConfigMap") => Urn.Create("dev", "shop", Stack, type, name);

    public static ResourceState State(Urn urn, PropertyMap? inputs = null, PropertyMap? outputs = null) =>
        new()
        {
            Urn = urn,
            Custom = urn.Type != Urn.StackType,
            Type = urn.Type,
            Id = urn.Type == Urn.StackType ? "" : $"ns/{urn.Name}",
            Parent = urn == Stack ? default : Stack,
            Inputs = inputs ?? PropertyMap.Empty,
            Outputs = outputs ?? PropertyMap.Empty,
        };

    public static StepDescription Create(Urn urn, PropertyMap? inputs = null) =>
        new()
        {
            Operation = StepOperation.Create,
            Urn = urn,
            New = State(urn, inputs),
        };

    public static StepDescription Update(Urn urn, PropertyMap before, PropertyMap after, params string[] changed) =>
        new()
        {
            Operation = StepOperation.Update,
            Urn = urn,
            Old = State(urn, before),
            New = State(urn, after),
            ChangedKeys = changed,
        };

    public static StepDescription Same(Urn urn) =>
        new()
        {
            Operation = StepOperation.Same,
            Urn = urn,
            Old = State(urn),
            New = State(urn),
        };

    /// <summary>The result of a refresh that found one changed field.</summary>
    public static StepDescription Drifted(Urn urn, StepOperation operation, FieldDrift field) =>
        new()
        {
            Operation = operation,
            Urn = urn,
            Old = State(urn),
            New = State(urn),
            IsLogical = false,
            Drift = new ObjectDrift { Fields = [field] },
        };

    /// <summary>The start of a refresh.</summary>
    public static StepDescription Refreshing(Urn urn) => Same(urn) with { Operation = StepOperation.Refresh, IsLogical = false };

    public static SummaryEvent Summary(bool isPreview, params (StepOperation Operation, int Count)[] changes) =>
        new(
            isPreview,
            OperationResult.Succeeded,
            TimeSpan.FromSeconds(1.5),
            changes.ToDictionary(change => change.Operation, change => change.Count)
        );
}
