using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Previews.Features;

namespace Engine.Tests.Kubernetes.Previews;

public class ObjectNeedsTests
{
    [Theory]
    [InlineData(
        """{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{"metrics":[{"type":"Resource"},{"type":"Pods"},{"type":"External"}]}}""",
        "ResourceMetrics CustomMetrics ExternalMetrics"
    )]
    [InlineData("""{"apiVersion":"autoscaling/v2","kind":"HorizontalPodAutoscaler","spec":{}}""", "ResourceMetrics")]
    [InlineData("""{"apiVersion":"autoscaling/v1","kind":"HorizontalPodAutoscaler","spec":{}}""", "ResourceMetrics")]
    [InlineData("""{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","spec":{"ingressClassName":"nginx"}}""", "IngressClass:nginx")]
    [InlineData("""{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","spec":{}}""", "IngressClass")]
    [InlineData(
        """{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"annotations":{"kubernetes.io/ingress.class":"nginx"}},"spec":{}}""",
        ""
    )]
    [InlineData(
        """{"apiVersion":"networking.k8s.io/v1","kind":"Ingress","metadata":{"annotations":{"cert-manager.io/cluster-issuer":"a","external-dns.alpha.kubernetes.io/ttl":"60"}},"spec":{"ingressClassName":"nginx"}}""",
        "IngressClass:nginx CertManager ExternalDns"
    )]
    [InlineData(
        """{"apiVersion":"gateway.networking.k8s.io/v1","kind":"Gateway","spec":{"gatewayClassName":"envoy"}}""",
        "GatewayClass:envoy"
    )]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","spec":{}}""", "StorageClass")]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","spec":{"storageClassName":""}}""", "")]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolumeClaim","spec":{"storageClassName":"x","volumeName":"v"}}""", "")]
    [InlineData(
        """{"apiVersion":"v1","kind":"PersistentVolumeClaim","spec":{"storageClassName":"04da6b54-80e4-46f7-96ec-b56ff0331ba9"}}""",
        ""
    )]
    [InlineData(
        """{"apiVersion":"apps/v1","kind":"StatefulSet","spec":{"volumeClaimTemplates":[{"spec":{"storageClassName":"fast"}},{"spec":{}}]}}""",
        "StorageClass:fast StorageClass"
    )]
    [InlineData(
        """{"apiVersion":"batch/v1","kind":"CronJob","spec":{"jobTemplate":{"spec":{"template":{"spec":{"volumes":[{"ephemeral":{"volumeClaimTemplate":{"spec":{"storageClassName":"fast"}}}}]}}}}}}""",
        "StorageClass:fast"
    )]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"annotations":{"cert-manager.io/issuer":"a"}}}""", "")]
    public void Find_Object_IsWhatItNeeds(string manifest, string needs) =>
        Assert.Equal(
            needs,
            string.Join(
                ' ',
                ObjectNeeds
                    .Find(JsonNode.Parse(manifest)!.AsObject())
                    .Select(need => need.Name is null ? $"{need.Feature}" : $"{need.Feature}:{need.Name}")
            )
        );

    [Theory]
    [InlineData(
        """{"apiVersion":"apiregistration.k8s.io/v1","kind":"APIService","spec":{"group":"metrics.k8s.io"}}""",
        ClusterFeature.ResourceMetrics,
        null
    )]
    [InlineData(
        """{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","spec":{"group":"cert-manager.io"}}""",
        ClusterFeature.CertManager,
        null
    )]
    [InlineData(
        """{"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"a","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}}}""",
        ClusterFeature.StorageClass,
        null
    )]
    [InlineData("""{"apiVersion":"v1","kind":"PersistentVolume","spec":{"storageClassName":"a"}}""", ClusterFeature.StorageClass, "a")]
    [InlineData(
        """{"apiVersion":"apps/v1","kind":"Deployment","spec":{"template":{"spec":{"containers":[{"image":"registry.k8s.io/external-dns/external-dns:v0.18.0"}]}}}}""",
        ClusterFeature.ExternalDns,
        null
    )]
    public void Find_Object_IsWhatItBrings(string manifest, ClusterFeature feature, string? name) =>
        Assert.Contains(new ClusterNeed(feature, name), BroughtFeatures.Find(JsonNode.Parse(manifest)!.AsObject()));
}
