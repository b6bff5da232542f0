namespace Infra.Simulator.Tests.Properties;

/// <summary>A valid object of each kind. <c>AMOUNT</c> stands for a quantity, <c>NAME</c> for the object's name.</summary>
internal static class ValidObjects
{
    private const string Template =
        """{"metadata":{"labels":{"app":"x"}},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"AMOUNT"}}}]}}""";

    private const string JobTemplate = """{"spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i"}]}}""";

    /// <summary>API version, kind, and the fields beside <c>metadata</c>.</summary>
    public static TheoryData<string, string, string> All { get; } =
        new()
        {
            { "v1", "Namespace", "{}" },
            { "v1", "ConfigMap", """{"data":{"a":"1"},"binaryData":{"z":"AAEC"},"immutable":false}""" },
            { "v1", "Secret", """{"stringData":{"a":"b"},"data":{"c":"ZA=="}}""" },
            { "v1", "ServiceAccount", """{"secrets":[{"name":"t"}],"automountServiceAccountToken":false}""" },
            {
                "v1",
                "Pod",
                """
                    {"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}],
                     "resources":{"requests":{"cpu":"AMOUNT"},"limits":{"cpu":"AMOUNT"}},"env":[{"name":"A","value":"1"}]}],
                     "volumes":[{"name":"v","emptyDir":{"sizeLimit":"AMOUNT"}}],"tolerations":[{"key":"k"}]}}
                    """
            },
            { "v1", "PodTemplate", "{\"template\":" + Template + "}" },
            { "v1", "ReplicationController", "{\"spec\":{\"replicas\":0,\"template\":" + Template + "}}" },
            { "v1", "Service", """{"spec":{"selector":{"app":"x"},"ports":[{"port":80,"name":"a"},{"port":81,"name":"b"}]}}""" },
            { "v1", "Endpoints", """{"subsets":[{"addresses":[{"ip":"10.1.2.3"}],"ports":[{"port":80}]}]}""" },
            { "v1", "LimitRange", """{"spec":{"limits":[{"type":"Container","max":{"cpu":"AMOUNT"}}]}}""" },
            { "v1", "ResourceQuota", """{"spec":{"hard":{"pods":"5","requests.cpu":"AMOUNT"}}}""" },
            {
                "v1",
                "PersistentVolume",
                """{"spec":{"capacity":{"storage":"AMOUNT"},"accessModes":["ReadWriteOnce"],"hostPath":{"path":"/x"}}}"""
            },
            {
                "v1",
                "PersistentVolumeClaim",
                """{"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"AMOUNT"}}}}"""
            },
            { "v1", "Node", """{"spec":{"podCIDR":"10.3.0.0/24","taints":[{"key":"k","effect":"NoSchedule"}]}}""" },
            { "v1", "Event", """{"involvedObject":{"kind":"Pod","namespace":"default","name":"p"},"reason":"R","type":"Normal"}""" },
            { "apps/v1", "Deployment", "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":" + Template + "}}" },
            { "apps/v1", "ReplicaSet", "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":" + Template + "}}" },
            {
                "apps/v1",
                "StatefulSet",
                "{\"spec\":{\"serviceName\":\"s\",\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":" + Template + "}}"
            },
            { "apps/v1", "DaemonSet", "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"x\"}},\"template\":" + Template + "}}" },
            { "apps/v1", "ControllerRevision", """{"revision":1,"data":{"a":[1,null]}}""" },
            { "batch/v1", "Job", "{\"spec\":{\"template\":" + JobTemplate + "}}" },
            {
                "batch/v1",
                "CronJob",
                "{\"spec\":{\"schedule\":\"* * * * *\",\"jobTemplate\":{\"spec\":{\"template\":" + JobTemplate + "}}}}"
            },
            {
                "autoscaling/v1",
                "HorizontalPodAutoscaler",
                """{"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"w"},"maxReplicas":3}}"""
            },
            {
                "autoscaling/v2",
                "HorizontalPodAutoscaler",
                """
                    {"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"w"},"maxReplicas":3,
                     "metrics":[{"type":"Pods","pods":{
                     "metric":{"name":"m"},"target":{"type":"AverageValue","averageValue":"AMOUNT"}}}]}}
                    """
            },
            {
                "networking.k8s.io/v1",
                "Ingress",
                """{"spec":{"defaultBackend":{"service":{"name":"s","port":{"number":80}}},"tls":[{"hosts":["a.example"]}]}}"""
            },
            { "networking.k8s.io/v1", "IngressClass", """{"spec":{"controller":"a.example/c"}}""" },
            {
                "networking.k8s.io/v1",
                "NetworkPolicy",
                """{"spec":{"podSelector":{},"ingress":[{"ports":[{"port":80}],"from":[{"podSelector":{}}]}]}}"""
            },
            { "policy/v1", "PodDisruptionBudget", """{"spec":{"minAvailable":"20%","selector":{"matchLabels":{"app":"x"}}}}""" },
            { "rbac.authorization.k8s.io/v1", "Role", """{"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""" },
            { "rbac.authorization.k8s.io/v1", "ClusterRole", """{"rules":[{"nonResourceURLs":["/healthz"],"verbs":["get"]}]}""" },
            {
                "rbac.authorization.k8s.io/v1",
                "RoleBinding",
                """{"roleRef":{"kind":"Role","name":"v"},"subjects":[{"kind":"User","name":"a"}]}"""
            },
            { "storage.k8s.io/v1", "StorageClass", """{"provisioner":"a.example/p","parameters":{"a":"b"}}""" },
            { "storage.k8s.io/v1", "VolumeAttributesClass", """{"driverName":"d.example","parameters":{"a":"b"}}""" },
            { "storage.k8s.io/v1", "CSIDriver", """{"spec":{"attachRequired":false}}""" },
            { "storage.k8s.io/v1", "CSINode", """{"spec":{"drivers":[{"name":"d.example","nodeID":"n","topologyKeys":["z"]}]}}""" },
            { "storage.k8s.io/v1", "CSIStorageCapacity", """{"storageClassName":"s","capacity":"AMOUNT"}""" },
            {
                "storage.k8s.io/v1",
                "VolumeAttachment",
                """{"spec":{"attacher":"a.example","nodeName":"n","source":{"persistentVolumeName":"p"}}}"""
            },
            { "scheduling.k8s.io/v1", "PriorityClass", """{"value":100}""" },
            { "node.k8s.io/v1", "RuntimeClass", """{"handler":"h","overhead":{"podFixed":{"cpu":"AMOUNT"}}}""" },
            { "coordination.k8s.io/v1", "Lease", """{"spec":{"holderIdentity":"a","renewTime":"2024-01-02T03:04:06.000000Z"}}""" },
            {
                "discovery.k8s.io/v1",
                "EndpointSlice",
                """{"addressType":"IPv4","endpoints":[{"addresses":["10.1.2.3"]}],"ports":[{"port":80}]}"""
            },
            {
                "admissionregistration.k8s.io/v1",
                "ValidatingWebhookConfiguration",
                """
                    {"webhooks":[{"name":"a.b.example","clientConfig":{"service":{"namespace":"x","name":"y"}},"sideEffects":"None",
                     "failurePolicy":"Ignore","admissionReviewVersions":["v1"],
                     "rules":[{"operations":["CREATE"],"apiGroups":["none.example"],"apiVersions":["v1"],"resources":["things"]}]}]}
                    """
            },
            {
                "admissionregistration.k8s.io/v1",
                "ValidatingAdmissionPolicy",
                """
                    {"spec":{"matchConstraints":{"resourceRules":[{"operations":["CREATE"],"apiGroups":["none.example"],
                     "apiVersions":["v1"],"resources":["things"]}]},"validations":[{"expression":"true"}]}}
                    """
            },
            {
                "admissionregistration.k8s.io/v1",
                "ValidatingAdmissionPolicyBinding",
                """{"spec":{"policyName":"p","validationActions":["Deny"]}}"""
            },
            {
                "flowcontrol.apiserver.k8s.io/v1",
                "FlowSchema",
                """
                    {"spec":{"priorityLevelConfiguration":{"name":"exempt"},"rules":[{"subjects":[{"kind":"User","user":{"name":"u"}}],
                     "nonResourceRules":[{"verbs":["get"],"nonResourceURLs":["/x"]}]}]}}
                    """
            },
            {
                "flowcontrol.apiserver.k8s.io/v1",
                "PriorityLevelConfiguration",
                """{"spec":{"type":"Limited","limited":{"limitResponse":{"type":"Queue","queuing":{"queues":32}}}}}"""
            },
            {
                "resource.k8s.io/v1",
                "ResourceClaim",
                """{"spec":{"devices":{"requests":[{"name":"r","exactly":{"deviceClassName":"c"}}]}}}"""
            },
            {
                "resource.k8s.io/v1",
                "ResourceClaimTemplate",
                """{"spec":{"spec":{"devices":{"requests":[{"name":"r","firstAvailable":[{"name":"s","deviceClassName":"c"}]}]}}}}"""
            },
            { "resource.k8s.io/v1", "DeviceClass", """{"spec":{"selectors":[{"cel":{"expression":"device.driver == 'a'"}}]}}""" },
            {
                "resource.k8s.io/v1",
                "ResourceSlice",
                """
                    {"spec":{"driver":"d.example","nodeName":"n","pool":{"name":"p","generation":1,"resourceSliceCount":1},
                     "devices":[{"name":"d","attributes":{"a":{"int":1}},"capacity":{"c":{"value":"AMOUNT"}}}]}}
                    """
            },
        };
}
