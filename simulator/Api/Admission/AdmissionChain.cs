using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>The admission plugins every cluster has, in their order.</summary>
internal sealed class AdmissionChain(ObjectStore store, IdentitySource identities)
{
    private static readonly string[] _immortalNamespaces = ["default", "kube-system", "kube-public"];

    private readonly LimitRanger _limitRanger = new(store);
    private readonly ServiceAccountAdmission _serviceAccounts = new(store, identities);
    private readonly PriorityAdmission _priorities = new(store);
    private readonly PodSecurityAdmission _podSecurity = new(store);
    private readonly QuotaAdmission _quotas = new(store);
    private readonly ServiceAllocation _services = new(store, identities);

    /// <exception cref="StatusException">The namespace does not exist, or is on its way out.</exception>
    public void CheckNamespace(AdmissionRequest request)
    {
        if (!request.Kind.Namespaced)
        {
            return;
        }

        var found = store.Find(GroupResource.Namespaces, "", request.Namespace)
            ?? throw StatusException.NotFound(GroupResource.Namespaces, request.Namespace);
        if (!found.IsDeleting)
        {
            return;
        }

        throw StatusException.Forbidden(
            request.Kind.Resource,
            request.Name,
            $"unable to create new content in namespace {found.Name} because it is being terminated",
            new JsonObject
            {
                ["reason"] = "NamespaceTerminating",
                ["message"] = $"namespace {found.Name} is being terminated",
                ["field"] = "metadata.namespace",
            }
        );
    }

    /// <summary>Lets the plugins change the object.</summary>
    /// <exception cref="StatusException">A plugin refuses.</exception>
    public void Mutate(AdmissionRequest request)
    {
        if (request.Resource == GroupResource.Pods && request.IsCreate)
        {
            _limitRanger.SetDefaults(request);
            _serviceAccounts.Mount(request);
            PodTolerations.AddDefaults(request.Spec);
            _priorities.Resolve(request);
            PodStatus.Begin(request.Body);
        }
        else if (request.IsCreate)
        {
            PrepareOthers(request);
        }
        if (request.Resource == GroupResource.Services && request.Subresource.Length == 0)
        {
            ServiceAllocation.KeepAllocated(request);
        }
    }

    /// <summary>Lets the plugins refuse the object, and hands out what it asks the cluster for.</summary>
    /// <exception cref="StatusException">A plugin refuses.</exception>
    public void Validate(AdmissionRequest request)
    {
        if (request.Resource == GroupResource.Services && request.Subresource.Length == 0)
        {
            _services.Allocate(request);
        }

        if (request.Resource == GroupResource.Pods && request.IsCreate)
        {
            _limitRanger.Check(request);
        }

        if (request.Spec.Text("trafficDistribution") == "PreferClose" && request.Resource == GroupResource.Services)
        {
            request.Options.Warnings.Add("spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"");
        }

        _podSecurity.Check(request);
        _quotas.Charge(request);
    }

    /// <exception cref="StatusException">The object must stay.</exception>
    public static void CheckDelete(ResourceKind kind, KubeObject current)
    {
        if (current.Resource == GroupResource.Namespaces && _immortalNamespaces.Contains(current.Name))
        {
            throw StatusException.Forbidden(kind.Resource, current.Name, "this namespace may not be deleted");
        }
    }

    private void PrepareOthers(AdmissionRequest request)
    {
        switch (request.Kind.Group, request.Kind.Plural)
        {
            case ("", "namespaces"):
                request.Body.GetOrAddObject("spec")["finalizers"] = new JsonArray("kubernetes");
                request.Body["status"] = new JsonObject { ["phase"] = "Active" };
                break;
            case ("", "persistentvolumeclaims"):
                request.Body["status"] = new JsonObject { ["phase"] = "Pending" };
                request.Body.GetOrAddObject("metadata").AddFinalizer("kubernetes.io/pvc-protection");
                SetDefaultStorageClass(request.Spec);
                break;
            case ("", "persistentvolumes"):
                request.Body["status"] = new JsonObject
                {
                    ["phase"] = "Pending",
                    ["lastPhaseTransitionTime"] = request.Body.Text("metadata", "creationTimestamp"),
                };
                request.Body.GetOrAddObject("metadata").AddFinalizer("kubernetes.io/pv-protection");
                break;
            case ("batch", "jobs"):
                JobAdmission.Select(request.Body);
                break;
            case ("networking.k8s.io", "ingresses"):
                SetDefaultIngressClass(request);
                break;
            case ("apiextensions.k8s.io", "customresourcedefinitions"):
                CustomResources.CustomDefinitionDefaults.Begin(request.Body);
                break;
        }
    }

    private void SetDefaultStorageClass(JsonObject spec)
    {
        if (spec.ContainsKey("storageClassName"))
        {
            return;
        }

        var found = store
            .List(GroupResource.StorageClasses)
            .Items.Where(item => item.Annotations.GetValueOrDefault("storageclass.kubernetes.io/is-default-class") == "true")
            .OrderByDescending(item => item.CreationTime)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        if (found is not null)
        {
            spec["storageClassName"] = found.Name;
        }
    }

    private void SetDefaultIngressClass(AdmissionRequest request)
    {
        if (
            request.Spec.ContainsKey("ingressClassName")
            || request.Body.Text("metadata", "annotations", "kubernetes.io/ingress.class") is not null
        )
        {
            return;
        }

        var defaults = store
            .List(new GroupResource("networking.k8s.io", "ingressclasses"))
            .Items.Where(item => item.Annotations.GetValueOrDefault("ingressclass.kubernetes.io/is-default-class") == "true")
            .ToList();
        if (defaults.Count > 0)
        {
            request.Spec["ingressClassName"] = defaults
                .OrderByDescending(item => item.CreationTime)
                .ThenBy(item => item.Name, StringComparer.Ordinal)
                .First()
                .Name;
        }
    }
}
