namespace Cli.Tests.Completion;

/// <summary>A project with a stack, its state, a catalogue, a schema of the stack files, and a simulated cluster.</summary>
internal sealed class CompletionProject : IDisposable
{
    public const string Urn = "urn:pulumi:dev::shop::shop:Service$kubernetes:core/v1:ConfigMap::orders";

    private const string Schema = """
        {"properties": {"config": {"properties": {
          "shop:services": {"type": "object", "description": "The services.", "additionalProperties": {"$ref": "#/definitions/service"}},
          "shop:namespace": {"type": "string", "description": "The namespace."}
        }}},
        "definitions": {"service": {"type": "object", "properties": {
          "image": {"type": "string", "description": "The image."},
          "port": {"anyOf": [{"type": "integer"}, {"type": "object", "properties": {"number": {"type": "integer"}}}]},
          "scaling": {"type": "object", "description": "The autoscaler.", "properties": {"min": {"type": "integer"}}}
        }}}}
        """;

    // A salt without a passphrase: completion needs none.
    private const string State = """
        {"version": 3, "checkpoint": {"stack": "organization/shop/dev", "latest": {
          "manifest": {"time": "2026-01-01T00:00:00Z", "magic": "", "version": "v3.260.0"},
          "secrets_providers": {"type": "passphrase", "state": {"salt": "v1:AAAAAAAAAAA=:v1:AAAAAAAAAAAAAAAA:AAAA"}},
          "resources": [
            {"urn": "urn:pulumi:dev::shop::pulumi:pulumi:Stack::shop-dev", "custom": false, "type": "pulumi:pulumi:Stack"},
            {"urn": "URN", "custom": true, "type": "kubernetes:core/v1:ConfigMap"}
          ]}}}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("infra-completion-");

    public CompletionProject()
    {
        Write("Pulumi.yaml", "name: shop\nruntime: dotnet\nstackConfigDir: stacks\nbackend: {url: file://.}\n");
        Write("stacks/Pulumi.dev.yaml", "config:\n  shop:services:\n    orders:\n      image: orders:2\n  other:key: value\n");
        Write("stacks/services.yaml", "services:\n  orders: {image: orders:1}\n  billing: {image: billing:1}\n");
        Write("stacks/schema.json", Schema);
        Write("stacks/rehearsals/campaign.yaml", "");
        Write(".pulumi/stacks/shop/dev.json", State.Replace("URN", Urn, StringComparison.Ordinal));
        Write(".infra/clusters/lab/kubeconfig", "");
    }

    public string Folder => _folder.FullName;

    /// <summary>The files with their times, to notice that something was written.</summary>
    public IEnumerable<(string Path, DateTime Written)> Files =>
        _folder.EnumerateFiles("*", SearchOption.AllDirectories).Select(file => (file.FullName, file.LastWriteTimeUtc)).Order();

    public void Dispose() => _folder.Delete(recursive: true);

    private void Write(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
