using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning.Plans;

/// <summary>
/// Reviews the steps of a deployment before they begin: records them in a plan, or allows only those of a plan. Thread-safe.
/// </summary>
internal interface IStepReview
{
    /// <summary>Reviews the next step of a resource.</summary>
    /// <returns>Why it is not allowed, or null.</returns>
    string? Review(Step step);

    /// <summary>Finds the resources that a successful deployment has left out, with the problem.</summary>
    IReadOnlyList<(Urn Urn, string Problem)> FindOmissions();
}
