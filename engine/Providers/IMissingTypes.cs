using Infra.Engine.Resources;

namespace Infra.Engine.Providers;

/// <summary>A provider whose objects have types that its service may lack.</summary>
public interface IMissingTypes
{
    /// <summary>Finds the objects of a preview whose type the service lacks and the preview does not create.</summary>
    IReadOnlyList<MissingType> FindMissingTypes();
}

/// <summary>An object whose type its service lacks.</summary>
/// <param name="Urn">The URN of its resource.</param>
/// <param name="Problem">That the service lacks the type, as a sentence without a full stop.</param>
/// <param name="Cure">What to do, as part of a sentence.</param>
public sealed record MissingType(Urn Urn, string Problem, string Cure);
