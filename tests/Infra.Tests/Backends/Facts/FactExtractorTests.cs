namespace Infra.Tests.Backends.Facts;

public class FactExtractorTests
{
    private const string Written = """
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 1
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: nginx
                  env: [{name: MODE, value: fast}]
                  ports: [{name: http, containerPort: 8080}]
                  readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 10}
                  resources: {requests: {cpu: "0.1"}}
        ---
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80, targetPort: http}]}
        """;

    private const string SameEffect = """
        kind: ConfigMap
        metadata: {name: web-env}
        data: {MODE: fast}
        ---
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: docker.io/library/nginx:latest
                  imagePullPolicy: Always
                  envFrom: [{configMapRef: {name: web-env}}]
                  ports: [{name: http, containerPort: 8080, protocol: TCP}]
                  readinessProbe: {httpGet: {path: /ready, port: 8080}, failureThreshold: 3}
                  resources: {requests: {cpu: 100m}}
        ---
        kind: Service
        metadata: {name: web}
        spec: {type: ClusterIP, selector: {app: web}, ports: [{port: 80, targetPort: 8080, protocol: TCP}]}
        """;

    [Fact]
    public void Extract_ManifestsWithTheSameEffect_HaveTheSameFacts() =>
        Assert.Empty(Deviation.Compare(Extract(Written), Extract(SameEffect)));

    [Theory]
    [InlineData("value: fast", "value: slow", "Changed Deployment/web main.env MODE: 'fast' -> 'slow'")]
    [InlineData("port: 80,", "port: 81,", "Missing Service/web port 80/TCP: target: 8080 -> ")]
    [InlineData("replicas: 1", "replicas: 2", "Added Deployment/web workload replicas:  -> '2'")]
    [InlineData("path: /ready", "path: /", "Missing Deployment/web main.readiness httpGet.path: '/ready' -> ")]
    [InlineData("cpu: \"0.1\"", "cpu: 200m", "Changed Deployment/web main.resources requests.cpu: '100m' -> '200m'")]
    [InlineData("selector: {app: web}", "selector: {app: www}", "Changed Service/web service selects: 'Deployment/web' -> ''")]
    public void Compare_AnotherValue_IsADeviation(string written, string changed, string expected) =>
        Assert.Contains(
            expected,
            Deviation
                .Compare(Extract(Written), Extract(Written.Replace(written, changed, StringComparison.Ordinal)))
                .Select(deviation => deviation.ToString())
        );

    [Theory]
    [InlineData("Deployment/* main.env {MODE,PORT}", true)]
    [InlineData("* MODE", true)]
    [InlineData("Deployment/web main.env", false)]
    [InlineData("Deployment/* main.env {PORT,HOST}", false)]
    public void Covers_PathOfADeviation_ComparesItWithThePattern(string pattern, bool isCovered)
    {
        var difference = new Difference(DeviationKind.Changed, pattern, "a reason");

        Assert.Equal(isCovered, difference.Covers(new Deviation(DeviationKind.Changed, "Deployment/web main.env MODE", "")));
        Assert.False(difference.Covers(new Deviation(DeviationKind.Missing, "Deployment/web main.env MODE", "")));
    }

    private static FactSet Extract(string manifests) => FactExtractor.Extract(Manifest.Parse(manifests));
}
