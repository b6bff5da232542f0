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
        if (
            !request.Kind.Namespaced
            || request.Subresource.Length > 0
            || request.Resource == GroupResource.ResourceQuotas && !request.IsCreate
        )
        {
            return;
        }

        var quotas = store.List(GroupResource.ResourceQuotas, request.Namespace).Items;
        if (quotas.Count == 0)
        {
            return;
        }

        var usage = ResourceUsage.Calculate(request.Resource, request.Body);
        var before = request.Current is null ? [] : ResourceUsage.Calculate(request.Resource, request.Current.Body);
        var added = usage
            .Select(entry => KeyValuePair.Create(entry.Key, entry.Value - before.GetValueOrDefault(entry.Key)))
            .Where(entry => entry.Value > Quantity.Zero)
            .ToDictionary();
        foreach (var quota in quotas.Where(quota => QuotaScopes.Match(quota, request)))
        {
            Check(request, quota, added);
        }

        if (request.Options.DryRun)
        {
            return;
        }

        foreach (var quota in quotas.Where(quota => QuotaScopes.Match(quota, request)))
        {
            AddUsage(quota, added);
        }
    }

    private static void Check(AdmissionRequest request, KubeObject quota, Dictionary<string, Quantity> added)
    {
        if (quota.Status.Map("hard") is not { Count: > 0 } hard)
        {
            return;
        }

        if (request.Resource == GroupResource.Pods && request.IsCreate)
        {
            CheckAmountsAreSpecified(request, quota.Name, hard);
        }

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

    /// <summary>Rejects a pod with containers that do not specify the CPU or memory that the quota limits.</summary>
    private static void CheckAmountsAreSpecified(AdmissionRequest request, string quota, JsonObject hard)
    {
        var missing = new List<string>();
        foreach (var name in hard.Select(entry => entry.Key).Order(StringComparer.Ordinal))
        {
            if (ResourceUsage.FindComputeResource(name) is not var (list, resource))
            {
                continue;
            }

            if (request.Spec.Map("resources", list)?.ContainsKey(resource) == true)
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
