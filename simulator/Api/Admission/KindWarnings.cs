using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Warnings;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Admission;

/// <summary>The warnings about valid objects of some kinds that are probably not meant so.</summary>
internal static class KindWarnings
{
    public static void Add(AdmissionRequest request)
    {
        if (request.Subresource.Length > 0)
        {
            if (request.Subresource == "status")
            {
                AddressFieldWarnings.AddForStatus(request);
            }

            return;
        }

        switch (request.Kind.Group, request.Kind.Plural)
        {
            case ("", "services"):
                AddForService(request.Body, request.Options.Warnings);
                break;
            case ("", "endpoints"):
                AddressFieldWarnings.AddForEndpoints(request.Body, request.Options.Warnings);
                break;
            case ("discovery.k8s.io", "endpointslices"):
                AddIf(
                    request.IsCreate && request.Body.Text("addressType") == "FQDN",
                    "spec.addressType: FQDN endpoints are deprecated",
                    request.Options.Warnings
                );
                AddressFieldWarnings.AddForSlice(request.Body, request.Options.Warnings);
                break;
            case ("networking.k8s.io", "networkpolicies"):
                AddressFieldWarnings.AddForPolicy(request.Spec, request.Options.Warnings);
                break;
            case ("", "resourcequotas") when request.IsCreate:
                QuotaWarnings.Add(request.Spec.Map("hard") ?? [], request.Options.Warnings);
                break;
            case ("", "serviceaccounts"):
                AddForAccount(request);
                break;
            case ("", "nodes"):
                AddForNode(request);
                break;
            case ("", "persistentvolumes"):
                AddForVolume(request);
                break;
            case ("", "persistentvolumeclaims"):
                AddForClaim(request);
                break;
            case ("networking.k8s.io", "ingresses"):
                if (request.IsCreate && request.Body.Text("metadata", "annotations", "kubernetes.io/ingress.class") is not null)
                {
                    request.Options.Warnings.Add(
                        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead"
                    );
                }

                break;
            case ("storage.k8s.io", "csidrivers"):
                AddForDriver(request);
                break;
            case ("storage.k8s.io", "storageclasses") or ("node.k8s.io", "runtimeclasses"):
                NodeLabels.AddForClass(request.Body, request.Options.Warnings);
                break;
            case ("storage.k8s.io", "csistoragecapacities"):
                NodeLabels.AddForLabelSelector(request.Body.Map("nodeTopology"), "nodeTopology", request.Options.Warnings);
                break;
        }
    }

    private static void AddForService(JsonObject body, List<string> warnings)
    {
        var spec = body.Map("spec") ?? [];
        if (body.Text("metadata", "annotations", "service.kubernetes.io/topology-aware-hints") is not null)
        {
            warnings.Add(
                "annotation service.kubernetes.io/topology-aware-hints is deprecated, please use "
                    + "service.kubernetes.io/topology-mode instead"
            );
        }

        var isHeadless = spec.Text("type") == "ClusterIP" && spec.Text("clusterIP") == "None";
        if (!isHeadless)
        {
            AddForAddresses(spec, "clusterIPs", warnings);
        }

        var hasExternal = spec.Array("externalIPs") is { Count: > 0 };
        if (isHeadless)
        {
            AddIf(spec.Text("loadBalancerIP") is { Length: > 0 }, "spec.loadBalancerIP is ignored for headless services", warnings);
            AddIf(hasExternal, "spec.externalIPs is ignored for headless services", warnings);
            AddIf(spec.Text("sessionAffinity") != "None", "spec.SessionAffinity is ignored for headless services", warnings);
        }

        AddForAddresses(spec, "externalIPs", warnings);
        var isAlias = spec.Text("type") == "ExternalName";
        AddIf(
            hasExternal && !isHeadless && !isAlias,
            "spec.externalIPs is deprecated and may no longer be implemented in some clusters",
            warnings
        );
        if (spec.Text("loadBalancerIP") is { Length: > 0 } address)
        {
            warnings.AddRange(AddressWarnings.ForAddress("spec.loadBalancerIP", address));
        }

        foreach (var (index, network) in (spec.Array("loadBalancerSourceRanges") ?? []).Index())
        {
            warnings.AddRange(AddressWarnings.ForNetwork($"spec.loadBalancerSourceRanges[{index}]", network?.ToString() ?? ""));
        }

        AddIf(isAlias && hasExternal, "spec.externalIPs is ignored when spec.type is \"ExternalName\"", warnings);
        AddIf(
            !isAlias && spec.Text("externalName") is { Length: > 0 },
            "spec.externalName is ignored when spec.type is not \"ExternalName\"",
            warnings
        );
        AddIf(
            spec.Text("trafficDistribution") == "PreferClose",
            "spec.trafficDistribution: \"PreferClose\" is deprecated; use \"PreferSameZone\"",
            warnings
        );
    }

    private static void AddForAddresses(JsonObject spec, string field, List<string> warnings)
    {
        foreach (var (index, address) in (spec.Array(field) ?? []).Index())
        {
            warnings.AddRange(AddressWarnings.ForAddress($"spec.{field}[{index}]", address?.ToString() ?? ""));
        }
    }

    private static void AddForAccount(AdmissionRequest request)
    {
        const string Annotation = "kubernetes.io/enforce-mountable-secrets";
        AddIf(
            request.Body.Map("metadata", "annotations")?.ContainsKey(Annotation) == true
                && request.Current?.Annotations.ContainsKey(Annotation) != true,
            $"metadata.annotations[{Annotation}]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets",
            request.Options.Warnings
        );
    }

    private static void AddForNode(AdmissionRequest request)
    {
        var (body, warnings) = (request.Body, request.Options.Warnings);
        AddIf(body.Map("spec", "configSource") is not null, "spec.configSource: the feature is removed", warnings);
        AddIf(
            body.Text("spec", "externalID") is { Length: > 0 },
            "spec.externalID: this field is deprecated, and is unused by Kubernetes",
            warnings
        );
        foreach (var (index, network) in (body.Array("spec", "podCIDRs") ?? []).Index())
        {
            warnings.AddRange(AddressWarnings.ForNetwork($"spec.podCIDRs[{index}]", network?.ToString() ?? ""));
        }
    }

    private static void AddForVolume(AdmissionRequest request)
    {
        var (body, warnings) = (request.Body, request.Options.Warnings);
        AddForBetaClass(request);
        AddIf(
            body.Text("metadata", "annotations", "volume.beta.kubernetes.io/mount-options") is not null,
            "metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use \"mountOptions\" attribute instead",
            warnings
        );
        AddIf(
            body.Text("spec", "persistentVolumeReclaimPolicy") == "Recycle",
            "spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. "
                + "Instead, the recommended approach is to use dynamic provisioning.",
            warnings
        );
        NodeLabels.AddForTerms(body.Map("spec", "nodeAffinity", "required"), "spec.nodeAffinity.required", warnings);
        foreach (var (source, message) in DeprecatedVolumeSources.All)
        {
            AddIf(body.Map("spec", source) is not null, $"spec.{source}: {message}", warnings);
        }
    }

    private static void AddForBetaClass(AdmissionRequest request)
    {
        const string BetaClass = "volume.beta.kubernetes.io/storage-class";
        AddIf(
            request.Body.Text("metadata", "annotations", BetaClass) is not null,
            $"metadata.annotations[{BetaClass}]: deprecated since v1.8; use \"storageClassName\" attribute instead",
            request.Options.Warnings
        );
    }

    private static void AddForClaim(AdmissionRequest request)
    {
        var (body, warnings) = (request.Body, request.Options.Warnings);
        AddForBetaClass(request);
        foreach (var kind in (ReadOnlySpan<string>)["requests", "limits"])
        {
            if (body.Map("spec", "resources", kind)?["storage"] is { } storage && Quantity.FromJson(storage) is { IsWhole: false } amount)
            {
                warnings.Add($"spec.resources.{kind}[storage]: fractional byte value \"{amount}\" is invalid, must be an integer");
            }
        }
    }

    private static void AddForDriver(AdmissionRequest request) =>
        AddIf(
            request.Body.Array("spec", "tokenRequests") is { Count: > 0 }
                && request.Body.Node("spec", "serviceAccountTokenInSecrets") is null
                && !JsonNode.DeepEquals(request.Current?.Spec["tokenRequests"], request.Spec["tokenRequests"]),
            "spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging "
                + "of tokens in volume attributes",
            request.Options.Warnings
        );

    private static void AddIf(bool condition, string warning, List<string> warnings)
    {
        if (condition)
        {
            warnings.Add(warning);
        }
    }
}
