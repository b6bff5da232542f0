namespace Pulumi.Kubernetes.Types.Inputs.Provider;

/// <summary>The limits of a provider's client.</summary>
public class KubeClientSettingsArgs : ResourceArgs
{
    /// <summary>New settings, with what the environment says.</summary>
    public KubeClientSettingsArgs()
    {
        Burst = EnvironmentDefault.Integer("PULUMI_K8S_CLIENT_BURST");
        Qps = EnvironmentDefault.Number("PULUMI_K8S_CLIENT_QPS");
        Timeout = EnvironmentDefault.Integer("PULUMI_K8S_CLIENT_TIMEOUT");
    }

    /// <summary>
    /// How many requests may be sent at once before <see cref="Qps"/> holds; 120 if not set. From <c>PULUMI_K8S_CLIENT_BURST</c>.
    /// </summary>
    [Input("burst")]
    public Input<int>? Burst { get; set; }

    /// <summary>Requests a second; 50 if not set. From <c>PULUMI_K8S_CLIENT_QPS</c>.</summary>
    [Input("qps")]
    public Input<double>? Qps { get; set; }

    /// <summary>Seconds until a request is given up; 32 if not set. From <c>PULUMI_K8S_CLIENT_TIMEOUT</c>.</summary>
    [Input("timeout")]
    public Input<int>? Timeout { get; set; }

    /// <summary>New settings without any value but the environment's.</summary>
    public static new KubeClientSettingsArgs Empty => new();
}
