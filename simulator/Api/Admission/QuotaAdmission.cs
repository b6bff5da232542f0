using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Rejects objects that would exceed a ResourceQuota of the namespace, and adds the others to the usage of the quotas.</summary>
internal sealed class QuotaAdmission(ObjectStore store)
{
    public void Charge(AdmissionRequest request)
    {
        if (!IsCounted(request))
        {
            return;
        }

        var quotas = store
            .List(GroupResource.ResourceQuotas, request.Namespace)
            .Items.Where(quota => Matches(quota, request.Resource, request.Body))
            .ToList();
        if (quotas.Count == 0)
        {
            return;
        }

        foreach (var quota in quotas)
        {
            CheckConstraints(request, quota);
        }

        var usage = ResourceUsage.Calculate(request.Resource, request.Body);
        var before = request.Current is null ? [] : ResourceUsage.Calculate(request.Resource, request.Current.Body);
        var change = usage
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value - before.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Value > Quantity.Zero)
            .ToDictionary();
        var charges = quotas
            .Select(quota => (quota, added: request.Current is { } old && !Matches(quota, request.Resource, old.Body) ? usage : change))
            .ToList();
        foreach (var (quota, added) in charges)
        {
            CheckLimits(request, quota, added);
        }

        if (request.Options.DryRun)
        {
            return;
        }

        foreach (var (quota, added) in charges)
        {
            AddUsage(quota, added);
        }
    }

    /// <summary>
    /// Whether a request can change a usage: updates can for services and claims, and for pods that resize or get a deadline.
    /// </summary>
    private static bool IsCounted(AdmissionRequest request)
    {
        if (!request.Kind.Namespaced)
        {
            return false;
        }

        if (request.Current is not { } current)
        {
            return request.Subresource.Length == 0;
        }

        if (request.Resource == GroupResource.Pods)
        {
            return request.Subresource == "resize"
                || (request.Subresource.Length == 0 && QuotaScopes.IsTerminating(current.Spec) != QuotaScopes.IsTerminating(request.Spec));
        }

        return request.Subresource.Length == 0
            && (request.Resource == GroupResource.Services || request.Resource == GroupResource.PersistentVolumeClaims);
    }

    private static bool Matches(KubeObject quota, GroupResource resource, JsonObject body) =>
        quota.Status.Map("hard") is { Count: > 0 } hard
        && hard.Any(entry => ResourceUsage.FindKind(entry.Key) == resource)
        && QuotaScopes.Match(quota.Spec, resource, body);

    private static void CheckConstraints(AdmissionRequest request, KubeObject quota)
    {
        var hard = quota.Status.Map("hard") ?? [];
        if (request.Resource == GroupResource.Pods)
        {
            CheckAmountsAreSpecified(request, quota.Name, hard);
        }

        var counted = hard.Select(entry => entry.Key).Where(name => ResourceUsage.FindKind(name) == request.Resource).ToList();
        if (counted.Any(name => quota.Status.Map("used")?[name] is null))
        {
            var names = string.Join(",", counted.Order(StringComparer.Ordinal));
            throw request.Forbid($"status unknown for quota: {quota.Name}, resources: {names}");
        }
    }

    private static void CheckLimits(AdmissionRequest request, KubeObject quota, Dictionary<string, Quantity> added)
    {
        var hard = quota.Status.Map("hard") ?? [];
        var exceeded = added
            .Where(entry => hard.ContainsKey(entry.Key) && GetUsed(quota, entry.Key) + entry.Value > Quantity.FromJson(hard[entry.Key]))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .ToList();
        if (exceeded.Count == 0)
        {
            return;
        }

        throw request.Forbid(
            $"exceeded quota: {quota.Name}, requested: {List(name => added[name])}, used: {List(name => GetUsed(quota, name))}, "
                + $"limited: {List(name => Quantity.FromJson(hard[name]))}"
        );

        string List(Func<string, Quantity> amount) => string.Join(",", exceeded.Select(entry => $"{entry.Key}={amount(entry.Key)}"));
    }

    /// <summary>
    /// Rejects a pod with containers that do not specify the CPU or memory that the quota limits, unless the pod has resources of its own.
    /// </summary>
    private static void CheckAmountsAreSpecified(AdmissionRequest request, string quota, JsonObject hard)
    {
        if (new[] { "requests", "limits" }.Any(list => request.Spec.Map("resources", list)?.Any(entry => IsOfPods(entry.Key)) == true))
        {
            return;
        }

        var missing = new List<string>();
        foreach (var name in hard.Select(entry => entry.Key).Order(StringComparer.Ordinal))
        {
            if (ResourceUsage.FindComputeResource(name) is not var (list, resource))
            {
                continue;
            }

            var containers = request
                .Spec.Objects("containers")
                .Concat(request.Spec.Objects("initContainers"))
                .Where(container => container.Map("resources", list)?.ContainsKey(resource) != true)
                .Select(container => container.Text("name"))
                .Order(StringComparer.Ordinal)
                .ToList();
            if (containers.Count > 0)
            {
                missing.Add($"{name} for: {string.Join(",", containers)}");
            }
        }

        if (missing.Count > 0)
        {
            throw request.Forbid($"failed quota: {quota}: must specify {string.Join("; ", missing)}");
        }
    }

    private static bool IsOfPods(string resource) =>
        resource is "cpu" or "memory" || resource.StartsWith("hugepages-", StringComparison.Ordinal);

    private static Quantity GetUsed(KubeObject quota, string name) => Quantity.FromJson(quota.Status.Map("used")?[name]);

    private void AddUsage(KubeObject quota, Dictionary<string, Quantity> added)
    {
        while (true)
        {
            var counted = added.Where(entry => quota.Status.Map("hard")?.ContainsKey(entry.Key) == true).ToList();
            if (counted.Count == 0)
            {
                return;
            }

            var body = quota.Copy();
            var used = body.GetOrAddObject("status").GetOrAddObject("used");
            foreach (var (name, amount) in counted)
            {
                used[name] = (GetUsed(quota, name) + amount).ToString();
            }

            if (store.TryUpdate(quota, body) is not null || store.Find(quota.Resource, quota.Namespace, quota.Name) is not { } current)
            {
                return;
            }

            quota = current;
        }
    }
}
