using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation;

/// <summary>Validation rules for namespaces.</summary>
internal static class NamespaceRules
{
    public static void Check(Candidate candidate)
    {
        PodSecurityLabelRules.Check(candidate.Body, candidate.Current?.Body, candidate.Errors);
        if (candidate.IsNew)
        {
            foreach (var finalizer in candidate.Spec.Array("finalizers") ?? [])
            {
                MetadataRules.CheckFinalizer(finalizer?.ToString() ?? "", "spec.finalizers", candidate.Errors);
            }
        }
    }
}
