using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Operations.Rendering;

/// <summary>A resource as a program asks for it, checked and named.</summary>
/// <param name="Urn">The resource.</param>
/// <param name="Type">Its type token.</param>
/// <param name="Inputs">Its inputs. They may hold secrets.</param>
/// <param name="Provider">The name of the provider that would look after it, where the program names one.</param>
public sealed record RenderedResource(Urn Urn, string Type, PropertyMap Inputs, string? Provider = null);

/// <summary>What came of a rendering.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Resources">The resources that providers look after, by URN.</param>
/// <param name="Outputs">The outputs of the stack. They may hold secrets.</param>
public sealed record RenderOutcome(OperationResult Result, IReadOnlyList<RenderedResource> Resources, PropertyMap Outputs);
