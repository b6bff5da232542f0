using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Rendering;

/// <summary>A rendered resource: as the program registers it, its inputs checked and its name assigned.</summary>
/// <param name="Urn">The resource's URN.</param>
/// <param name="Type">The type token.</param>
/// <param name="Inputs">The checked inputs, which may contain secrets.</param>
/// <param name="Provider">The name of its provider resource, or null.</param>
public sealed record RenderedResource(Urn Urn, string Type, PropertyMap Inputs, string? Provider = null)
{
    /// <summary>Whether it changes fields of a Kubernetes object that something else creates, as a <c>NodePatch</c> does.</summary>
    public bool IsPatch =>
        Inputs.TryGetValue("kind", out var kind)
        && kind is PropertyString { Value: { Length: > 0 } name }
        && Type.EndsWith($":{name}Patch", StringComparison.Ordinal);
}

/// <summary>The outcome of a rendering.</summary>
/// <param name="Result">Whether it succeeded.</param>
/// <param name="Resources">The custom resources without the providers, by URN.</param>
/// <param name="Registered">The number of resources that an update of a new stack creates, the stack and its components included.</param>
/// <param name="Outputs">The outputs of the stack, which may contain secrets.</param>
public sealed record RenderOutcome(OperationResult Result, IReadOnlyList<RenderedResource> Resources, int Registered, PropertyMap Outputs);
