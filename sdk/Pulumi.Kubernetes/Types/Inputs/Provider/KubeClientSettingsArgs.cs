namespace Pulumi.Kubernetes.Types.Inputs.Provider;

/// <summary>The limits of a provider's client.</summary>
public class KubeClientSettingsArgs : ResourceArgs
{
    /// <summary>Creates settings with the defaults of the environment.</summary>
    public KubeClientSettingsArgs()
    {
        Burst = EnvironmentDefault.Integer("PULUMI_K8S_CLIENT_BURST");
        Qps = EnvironmentDefault.Number("PULUMI_K8S_CLIENT_QPS");
        Timeout = EnvironmentDefault.Integer("PULUMI_K8S_CLIENT_TIMEOUT");
    }

    /// <summary>
    /// The burst of requests above <see cref="Qps"/>; 120 by default. From <c>PULUMI_K8S_CLIENT_BURST</c>.
    /// </summary>
    [Input("burst")]
    public Input<int>? Burst { get; set; }

    /// <summary>Requests per second; 50 by default. From <c>PULUMI_K8S_CLIENT_QPS</c>.</summary>
    [Input("qps")]
    public Input<double>? Qps { get; set; }

    /// <summary>The timeout of a request in seconds; 32 by default. From <c>PULUMI_K8S_CLIENT_TIMEOUT</c>.</summary>
    [Input("timeout")]
    public Input<int>? Timeout { get; set; }

    /// <summary>Settings with the defaults of the environment only.</summary>
    public static new KubeClientSettingsArgs Empty => new();
}
