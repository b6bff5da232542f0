using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission.PodSecurity;

/// <summary>Checks the Pod Security labels of namespaces, and warns about existing pods that violate a new enforced level.</summary>
internal sealed class NamespaceSecurity(ObjectStore store)
{
    private const int MaximumPods = 3000;

    public void Check(AdmissionRequest request)
    {
        var policy = SecurityPolicy.Parse(new KubeObject(request.Resource, request.Body, 0).Labels);
        var before = request.Current is { } current ? SecurityPolicy.Parse(current.Labels) : null;
        if (policy.Errors.Count > 0 && (before is null || !policy.Errors.SequenceEqual(before.Errors)))
        {
            throw FieldError.CreateException("", "Namespace", request.Name, policy.Errors);
        }

        if (before is not null && IsStricter(policy.Enforce, before.Enforce))
        {
            request.Options.Warnings.AddRange(CheckPods(request.Name, policy.Enforce));
        }
    }

    private static bool IsStricter(VersionedLevel enforce, VersionedLevel before) =>
        enforce != before && enforce.Level != SecurityLevel.Privileged && (enforce.Minor != before.Minor || enforce.Level > before.Level);

    private IEnumerable<string> CheckPods(string inNamespace, VersionedLevel enforce)
    {
        var pods = Prioritize(store.List(GroupResource.Pods, inNamespace).Items);
        if (pods.Count > MaximumPods)
        {
            yield return $"new PodSecurity enforce level only checked against the first {MaximumPods} of {pods.Count} existing pods";
        }

        var warnings = pods.Take(MaximumPods)
            .Select(pod => (pod.Name, Reasons: FindReasons(pod, enforce)))
            .Where(pod => pod.Reasons.Length > 0)
            .GroupBy(pod => pod.Reasons, pod => pod.Name)
            .Select(group => Describe([.. group.Order(StringComparer.Ordinal)], group.Key))
            .Order(StringComparer.Ordinal)
            .ToList();
        if (warnings.Count == 0)
        {
            yield break;
        }

        yield return $"existing pods in namespace \"{inNamespace}\" violate the new PodSecurity enforce level \"{enforce}\"";
        foreach (var warning in warnings)
        {
            yield return warning;
        }
    }

    private static string FindReasons(KubeObject pod, VersionedLevel enforce) =>
        string.Join(
            ", ",
            SecurityStandard.Check(enforce, pod.Body.Map("metadata", "annotations"), pod.Spec).Select(violation => violation.Reason)
        );

    private static string Describe(List<string> names, string reasons) =>
        names.Count switch
        {
            1 => $"{names[0]}: {reasons}",
            2 => $"{names[0]} (and 1 other pod): {reasons}",
            var count => $"{names[0]} (and {count - 1} other pods): {reasons}",
        };

    /// <summary>The first pod of each controller precedes the controller's other pods.</summary>
    private static List<KubeObject> Prioritize(IReadOnlyList<KubeObject> pods)
    {
        if (pods.Count <= MaximumPods)
        {
            return [.. pods];
        }

        var controllers = new HashSet<string>();
        return
        [
            .. pods.OrderBy(pod =>
                pod.Body.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller")) is { } owner
                && !controllers.Add(owner.Text("uid") ?? "")
                    ? 1
                    : 0
            ),
        ];
    }
}
