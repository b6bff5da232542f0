using System.Text.Json.Nodes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Api.Admission.PodSecurity;
using Infra.Simulator.Api.Admission.Policies;
using Infra.Simulator.Api.Preparation;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Api.Warnings;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>The admission plugins of the API server, in order.</summary>
internal sealed class AdmissionChain(ObjectStore store, ResourceCatalog catalog, IdentitySource identities)
{
    private static readonly string[] _immortalNamespaces = ["default", "kube-system", "kube-public"];

    private readonly PolicyAdmission _policies = new(store, catalog);
    private readonly WebhookAdmission _webhooks = new(store, catalog);
    private readonly LimitRanger _limitRanger = new(store);
    private readonly ServiceAccountAdmission _serviceAccounts = new(store, identities);
    private readonly PriorityAdmission _priorities = new(store);
    private readonly RuntimeClassAdmission _runtimeClasses = new(store);
    private readonly PodSecurityAdmission _podSecurity = new(store);
    private readonly ClaimResizeAdmission _claimResizes = new(store);
    private readonly QuotaAdmission _quotas = new(store);
    private readonly ServiceAllocation _services = new(store, identities);
    private readonly CertificateAdmission _certificates = new(new Authorizer(store));
    private readonly EscalationCheck _escalation = new(new Authorizer(store));

    /// <exception cref="StatusException">The namespace does not exist or is being deleted.</exception>
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

    /// <summary>Runs the mutating plugins.</summary>
    /// <exception cref="StatusException">A plugin rejects the request.</exception>
    public void Mutate(AdmissionRequest request)
    {
        DisabledFields.Drop(request.Kind, request.Body, request.Current?.Body);
        if (request.Resource == GroupResource.Pods && request.IsCreate)
        {
            _limitRanger.SetDefaults(request);
            _serviceAccounts.SetAccount(request);
            PodTolerations.AddDefaults(request.Spec);
            _priorities.Resolve(request);
            _runtimeClasses.Apply(request);
            PodStatus.SetInitial(request.Body);
            PodLabelKeys.Merge(request.Body);
        }
        else if (request.IsCreate)
        {
            PrepareNewObject(request);
            CertificateAdmission.SetRequester(request);
            KindPreparation.PrepareNew(request);
        }
        else
        {
            KindPreparation.PrepareUpdate(request);
            if (request.Resource == GroupResource.Pods && request.Subresource.Length == 0)
            {
                PodTolerations.AddDefaults(request.Spec);
                PriorityAdmission.Keep(request);
            }
        }

        if (request.Resource == GroupResource.Services && request.Subresource.Length == 0)
        {
            ServiceAllocation.Prepare(request);
        }

        if (request.Resource == GroupResource.CustomResourceDefinitions && request is { IsCreate: false, Subresource.Length: 0 })
        {
            CustomResources.CustomDefinitionDefaults.AddStoredVersion(request.Body);
        }

        _escalation.Check(request);
    }

    /// <summary>Runs the validating plugins, and allocates the addresses and ports of services.</summary>
    /// <exception cref="StatusException">A plugin rejects the request.</exception>
    public void Validate(AdmissionRequest request)
    {
        ObjectWarnings.Add(request);
        if (request.Resource == GroupResource.Services && request.Subresource.Length == 0)
        {
            _services.Allocate(request);
        }

        if (request.IsCreate && (request.Kind.Group, request.Kind.Plural) == ("batch", "jobs"))
        {
            JobAdmission.CopyLabels(request.Body);
        }

        _priorities.CheckClass(request);
        if (
            (request.Resource == GroupResource.Pods && (request.IsCreate || request.Subresource == "resize"))
            || (request.Resource == GroupResource.PersistentVolumeClaims && request.Subresource.Length == 0)
        )
        {
            _limitRanger.Check(request);
        }

        KindWarnings.Add(request);
        if (request.Resource == GroupResource.CustomResourceDefinitions && request.Subresource.Length == 0)
        {
            CustomResources.DefinitionWarnings.Add(request.Spec, request.Current?.Spec, request.Options.Warnings);
        }

        if (request.Kind.Custom is not null && request.Subresource.Length == 0)
        {
            CustomResources.FinalizerWarnings.Add(request.Body, request.Current, request.Options.Warnings);
        }

        var seen = new PolicyRequest(
            request.Kind,
            request.Subresource,
            request.IsCreate ? "CREATE" : "UPDATE",
            request.Body,
            request.Current?.Body,
            request.Options
        );
        _certificates.Check(request);
        _podSecurity.Check(request);
        _claimResizes.Check(request);
        _policies.Check(seen);
        _webhooks.Check(seen);
        _quotas.Charge(request);
    }

    /// <exception cref="StatusException">The object may not be deleted.</exception>
    public void CheckDelete(ResourceKind kind, KubeObject current, bool isDryRun)
    {
        if (current.Resource == GroupResource.Namespaces && _immortalNamespaces.Contains(current.Name))
        {
            throw StatusException.Forbidden(kind.Resource, current.Name, "this namespace may not be deleted");
        }

        if ((kind.Group, kind.Plural) == ("scheduling.k8s.io", "priorityclasses") && ClassRules.IsSystemPriority(current.Name))
        {
            throw StatusException.Forbidden(kind.Resource, current.Name, "this is a system priority class and cannot be deleted");
        }

        var request = new PolicyRequest(
            kind,
            "",
            "DELETE",
            null,
            current.Body,
            new RequestOptions { FieldManager = "", DryRun = isDryRun }
        );
        _policies.Check(request);
        _webhooks.Check(request);
    }

    private void PrepareNewObject(AdmissionRequest request)
    {
        switch (request.Kind.Group, request.Kind.Plural)
        {
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
                JobAdmission.SetSelector(request.Body);
                break;
            case ("networking.k8s.io", "ingresses"):
                SetDefaultIngressClass(request);
                break;
            case ("apiextensions.k8s.io", "customresourcedefinitions"):
                CustomResources.CustomDefinitionDefaults.SetInitialStatus(request.Body);
                break;
        }
    }

    private void SetDefaultStorageClass(JsonObject spec)
    {
        if (spec.ContainsKey("storageClassName"))
        {
            return;
        }

        if (FindDefaultClass(GroupResource.StorageClasses, "storageclass.kubernetes.io/is-default-class") is { } found)
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

        var classes = new GroupResource("networking.k8s.io", "ingressclasses");
        if (FindDefaultClass(classes, "ingressclass.kubernetes.io/is-default-class") is { } found)
        {
            request.Spec["ingressClassName"] = found.Name;
        }
    }

    /// <summary>Finds the newest class with the annotation of the default; null if there is none.</summary>
    private KubeObject? FindDefaultClass(GroupResource classes, string annotation) =>
        store
            .List(classes)
            .Items.Where(item => item.Annotations.GetValueOrDefault(annotation) == "true")
            .OrderByDescending(item => item.CreationTime)
            .ThenBy(item => item.Name, StringComparer.Ordinal)
            .FirstOrDefault();
}
