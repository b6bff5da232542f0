using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules;

/// <summary>A field of the pod spec must be set to a name other than the default.</summary>
internal sealed class RequiredPodField(PolicyDetails details, string field, string problem) : PodPolicy(details)
{
    public static IEnumerable<Policy> All =>
        [
            // The priority decides which pods are preempted when the cluster is full.
            new RequiredPodField(
                new()
                {
                    Name = "priority-class",
                    Area = "Availability",
                    Description = "Pods have a priority class.",
                    RemediationSteps = "Set priorityClassName to one of the cluster's classes.",
                    Severity = Severity.Low,
                    Profile = Profiles.Advisory,
                },
                "priorityClassName",
                "the pods have no priority class"
            ),
            // Rights granted to the default account are granted to every pod that names no other.
            new RequiredPodField(
                new()
                {
                    Name = "default-service-account",
                    Area = "Hardening",
                    Description = "Pods run as a ServiceAccount of their own.",
                    RemediationSteps = "Create a ServiceAccount and name it in serviceAccountName.",
                    Severity = Severity.Low,
                    Profile = Profiles.Restricted,
                    Controls = [Standards.Cis("5.1.5")],
                },
                "serviceAccountName",
                "the pods run as their namespace's default ServiceAccount"
            )
            {
                Default = "default",
            },
        ];

    /// <summary>The default name, which counts as missing.</summary>
    public string Default { get; init; } = "";

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        var name = pod.Spec[field];
        if (string.IsNullOrEmpty(name.Text) || name.Text == Default)
        {
            context.Report(name, problem);
        }
    }
}
