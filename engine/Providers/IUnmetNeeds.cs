using Infra.Engine.Resources;

namespace Infra.Engine.Providers;

/// <summary>A provider whose objects need of their service what it may lack: their types, and what makes them work.</summary>
public interface IUnmetNeeds
{
    /// <summary>Finds what the objects of a preview need, and neither the service has nor the preview creates.</summary>
    Task<IReadOnlyList<UnmetNeed>> FindUnmetNeedsAsync(CancellationToken cancellationToken);
}

/// <summary>What an object needs and its service lacks.</summary>
/// <param name="Urn">The URN of its resource.</param>
/// <param name="Problem">What is missing, as a sentence without a full stop.</param>
/// <param name="Cure">What to do, as part of a sentence.</param>
public sealed record UnmetNeed(Urn Urn, string Problem, string Cure)
{
    /// <summary>
    /// Whether the service lacks the object's type, so that its creation fails. Otherwise the object is created and does not work.
    /// </summary>
    public bool IsType { get; init; } = true;
}
