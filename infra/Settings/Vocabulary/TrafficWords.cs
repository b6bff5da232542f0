namespace Infra.Backend.Settings.Vocabulary;

/// <summary>Words for settings of traffic, Services and load balancers.</summary>
internal static class TrafficWords
{
    private const string Seconds = "with a unit, as in 30s";

    public static ForeignWord[] Traffic { get; } =
    [
        new("type serviceType", "expose"),
        new("host hostname domain domains", "hosts"),
        new("path pathPrefix prefix", "paths"),
        new("sessionAffinity sessionAffinityConfig sticky stickySessions affinity", "stickyFor", "the time a client stays with a pod"),
        new(
            "tls tlsSecret certificate",
            "",
            "write 'loadBalancing: {tlsSecret: …}' or, for an Ingress, 'tls: {<host>: <secret>}' at the top level"
        ),
        new("port ports", "", "write 'port' at the service"),
        new("timeoutSeconds requestTimeout", "timeout", Seconds),
        new("balance loadBalancing policy", "algorithm"),
        new("appProtocol scheme", "protocol"),
        new("className ingressClassName ingressClass", "", "write 'loadBalancing: {backend: ingress, ingressClass: …}' at the top level"),
        new("annotations ingressAnnotations", "", "write 'objects: {route: {annotations: …}}' or 'objects: {service: …}' at the service"),
        new("backend defaultBackend", "", "write 'loadBalancing: {backend: ingress, defaultBackend: <service>}' at the top level"),
        new("outlierDetection circuitBreaker", "ejectAfter"),
        new("topology topologyKeys topologyMode", "trafficDistribution"),
        new("sourceRanges allowedRanges whitelist allowlist", "loadBalancerSourceRanges"),
        new("clusterIPs", "clusterIP", "with one address"),
        new("externalIPs", "", ServiceWords.NoExternalIPs),
        new("externalName", "", "callers use the outside name itself; write it in 'external' of the services that connect to it"),
        new("selector", "", "it follows from the service and its versions; remove it"),
        new("nodePort", "", "write 'port: {container: …, nodePort: …}' at the service"),
        new("extraServices additionalServices service", "services", "by their names"),
    ];

    public static ForeignWord[] LoadBalancing { get; } =
    [
        new("type kind provider controller", "backend"),
        new("ingressClassName", "ingressClass"),
        new("gatewayClassName", "gatewayClass"),
        new("className class", "ingressClass", "or 'gatewayClass'"),
        new("secretName certificate tlsSecretName", "tlsSecret"),
        new("certificates", "tls", "as {<host>: <secret>}"),
        new("replicas replicaCount autoscaling", "scaling"),
        new("hosts host paths path pathType rules", "", "write 'traffic: {hosts: […], paths: […]}' at the services"),
        new("annotations", "", "write 'objects: {route: {annotations: …}}' at the services, or 'annotations' for all objects of the stack"),
        new("enabled", "", "write 'loadBalancing: services' for none"),
    ];

    public static ForeignWord[] AdditionalService { get; } =
    [
        new("type serviceType", "expose"),
        new(
            "sessionAffinity sessionAffinityConfig sticky stickySessions affinity algorithm",
            "stickyFor",
            "the time a client stays with a pod"
        ),
        new("sourceRanges allowedRanges whitelist allowlist", "loadBalancerSourceRanges"),
        new("topology topologyKeys topologyMode preferSameZone", "trafficDistribution"),
        new("port", "ports", "as a list of names"),
        new("nodePort", "ports", "as [{name: …, nodePort: …}]"),
        new("clusterIPs", "clusterIP", "with one address"),
        new("externalIPs", "", ServiceWords.NoExternalIPs),
        new(
            "hosts host hostname domain paths",
            "",
            "routes lead to the service's own Service; write 'traffic: {hosts: […]}' at the service"
        ),
        new("selector", "", "it follows from the service and its versions; remove it"),
        new("name", "", "the key under 'services' is the name"),
    ];

    public static ForeignWord[] AdditionalPort { get; } =
    [
        new("port servicePort", "service"),
        new("targetPort containerPort container", "name", "of a port in 'ports' of the service"),
        new("protocol appProtocol", "", "the port in 'ports' of the service has it"),
    ];
}
