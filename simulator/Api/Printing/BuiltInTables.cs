using Infra.Simulator.Objects;
using static Infra.Simulator.Api.Printing.Cells;

namespace Infra.Simulator.Api.Printing;

/// <summary>The tables of the built-in kinds.</summary>
internal static class BuiltInTables
{
    /// <summary>The table of kinds without columns of their own.</summary>
    private static readonly ITableLayout Plain = new TableLayout(
        Name,
        new Column("Created At", (item, _) => item.Metadata.Text("creationTimestamp"), "date").From(CreationTime)
    );

    public static ITableLayout Get(GroupResource resource) =>
        (resource.Group, resource.Resource) switch
        {
            ("", "pods") => PodTable.Layout,
            ("", "nodes") => NodeTable.Layout,
            ("", "services") => ServiceTable.Layout,
            ("", "events") => EventTable.Layout,
            ("", "namespaces") => CoreTables.Namespaces,
            ("", "configmaps") => CoreTables.ConfigMaps,
            ("", "secrets") => CoreTables.Secrets,
            ("", "serviceaccounts") => new TableLayout(Name, Age),
            ("", "resourcequotas") => CoreTables.ResourceQuotas,
            ("", "componentstatuses") => CoreTables.ComponentStatuses,
            ("", "persistentvolumes") => VolumeTables.Volumes,
            ("", "persistentvolumeclaims") => VolumeTables.Claims,
            ("", "replicationcontrollers") => WorkloadTables.ReplicationControllers,
            ("", "podtemplates") => WorkloadTables.PodTemplates,
            ("apps", "deployments") => WorkloadTables.Deployments,
            ("apps", "replicasets") => WorkloadTables.ReplicaSets,
            ("apps", "statefulsets") => WorkloadTables.StatefulSets,
            ("apps", "daemonsets") => WorkloadTables.DaemonSets,
            ("apps", "controllerrevisions") => WorkloadTables.ControllerRevisions,
            ("batch", "jobs") => JobTable.Layout,
            ("batch", "cronjobs") => WorkloadTables.CronJobs,
            ("autoscaling", "scales") => WorkloadTables.Scales,
            ("autoscaling", "horizontalpodautoscalers") => WorkloadTables.Autoscalers,
            ("policy", "poddisruptionbudgets") => WorkloadTables.DisruptionBudgets,
            ("", "endpoints") => NetworkTables.Endpoints,
            ("discovery.k8s.io", "endpointslices") => NetworkTables.EndpointSlices,
            ("networking.k8s.io", "ingresses") => NetworkTables.Ingresses,
            ("networking.k8s.io", "ingressclasses") => NetworkTables.IngressClasses,
            ("networking.k8s.io", "networkpolicies") => NetworkTables.NetworkPolicies,
            ("networking.k8s.io", "servicecidrs") => NetworkTables.ServiceCidrs,
            ("networking.k8s.io", "ipaddresses") => NetworkTables.Addresses,
            ("storage.k8s.io", "storageclasses") => VolumeTables.Classes,
            ("storage.k8s.io", "volumeattributesclasses") => VolumeTables.AttributesClasses,
            ("storage.k8s.io", "volumeattachments") => VolumeTables.Attachments,
            ("storage.k8s.io", "csinodes") => DriverTables.Nodes,
            ("storage.k8s.io", "csidrivers") => DriverTables.Drivers,
            ("storage.k8s.io", "csistoragecapacities") => DriverTables.Capacities,
            ("scheduling.k8s.io", "priorityclasses") => CoreTables.PriorityClasses,
            ("node.k8s.io", "runtimeclasses") => CoreTables.RuntimeClasses,
            ("coordination.k8s.io", "leases") => CoreTables.Leases,
            ("rbac.authorization.k8s.io", "rolebindings") => AccessTables.RoleBindings,
            ("rbac.authorization.k8s.io", "clusterrolebindings") => AccessTables.ClusterRoleBindings,
            ("certificates.k8s.io", "certificatesigningrequests") => AccessTables.CertificateSigningRequests,
            ("admissionregistration.k8s.io", "mutatingwebhookconfigurations" or "validatingwebhookconfigurations") =>
                AdmissionTables.Webhooks,
            ("admissionregistration.k8s.io", "validatingadmissionpolicies") => AdmissionTables.ValidatingPolicies,
            ("admissionregistration.k8s.io", "mutatingadmissionpolicies") => AdmissionTables.MutatingPolicies,
            ("admissionregistration.k8s.io", "validatingadmissionpolicybindings" or "mutatingadmissionpolicybindings") =>
                AdmissionTables.PolicyBindings,
            ("flowcontrol.apiserver.k8s.io", "flowschemas") => FlowControlTables.FlowSchemas,
            ("flowcontrol.apiserver.k8s.io", "prioritylevelconfigurations") => FlowControlTables.PriorityLevels,
            ("resource.k8s.io", "deviceclasses" or "resourceclaimtemplates") => new TableLayout(Name, Age),
            ("resource.k8s.io", "resourceclaims") => DeviceTables.Claims,
            ("resource.k8s.io", "resourceslices") => DeviceTables.Slices,
            ("apiregistration.k8s.io", "apiservices") => AdmissionTables.ApiServices,
            _ => Plain,
        };
}
