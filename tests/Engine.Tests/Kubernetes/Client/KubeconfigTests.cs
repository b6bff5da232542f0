using System.Text;
using Engine.Tests.Support;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Engine.Tests.Kubernetes.Client;

public sealed class KubeconfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeconfig").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_SeveralFiles_MergesThemAndTheFirstWins()
    {
        var first = Write(
            "a",
            "current-context: one\ncontexts: [{name: one, context: {cluster: c, user: u, namespace: team}}]\nclusters: [{name: c, cluster: {server: https://first}}]"
        );
        var second = Write(
            "b",
            "current-context: two\ncontexts: [{name: two, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: https://second}}]\nusers: [{name: u, user: {token: t}}]"
        );

        var merged = Load(
            null,
            ("KUBECONFIG", $"{first}{Path.PathSeparator}{Path.Combine(_folder, "absent")}{Path.PathSeparator}{second}")
        );
        var connection = Connect(merged);

        Assert.Equal("https://first/", connection.Server.ToString());
        Assert.Equal("team", merged.DefaultNamespace(null));
        Assert.Equal(["one", "two"], merged.Contexts.Keys.Order());
    }

    [Fact]
    public void Load_NoKubeconfigVariable_ReadsTheHomeFolder()
    {
        Directory.CreateDirectory(Path.Combine(_folder, ".kube"));
        Write(".kube/config", Minimal);
        Assert.Equal("https://cluster.test:6443/", Connect(Load(null, ("HOME", _folder))).Server.ToString());
    }

    [Fact]
    public void Load_Content_IsParsed() => Assert.Equal("https://cluster.test:6443/", Connect(Load(Minimal)).Server.ToString());

    [Fact]
    public void Load_JsonContent_IsParsed()
    {
        const string Json =
            """{"current-context":"x","contexts":[{"name":"x","context":{"cluster":"c","user":""}}],"clusters":[{"name":"c","cluster":{"server":"https://j"}}]}""";
        Assert.Equal("https://j/", Connect(Load(Json)).Server.ToString());
    }

    [Fact]
    public void Load_Tilde_IsTheHomeFolder()
    {
        Write("mine", Minimal);
        Assert.Equal("https://cluster.test:6443/", Connect(Load("~/mine", ("HOME", _folder))).Server.ToString());
    }

    [Fact]
    public async Task Connect_RelativeTokenFile_IsRelativeToTheKubeconfig()
    {
        Write("token", "secret-token\n");
        var path = Write("config", Minimal.Replace("{token: t}", "{tokenFile: token}", StringComparison.Ordinal));
        Assert.Equal("Bearer secret-token", await AuthorizationAsync(Load(path)));
    }

    [Fact]
    public async Task Connect_Password_UsesBasicAuthentication()
    {
        var config = Load(Minimal.Replace("{token: t}", "{username: me, password: pw}", StringComparison.Ordinal));
        Assert.Equal($"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes("me:pw"))}", await AuthorizationAsync(config));
    }

    [Fact]
    public async Task Connect_ExecPlugin_SendsItsToken()
    {
        var user =
            """{exec: {apiVersion: client.authentication.k8s.io/v1, command: sh, args: ["-c", "echo \"{\\\"status\\\":{\\\"token\\\":\\\"$GIVEN\\\"}}\""], env: [{name: GIVEN, value: from-plugin}]}}""";
        Assert.Equal("Bearer from-plugin", await AuthorizationAsync(Load(Minimal.Replace("{token: t}", user, StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Connect_ExecPluginFails_ReportsItsError()
    {
        var user = """{exec: {command: sh, args: ["-c", "echo please log in >&2; exit 3"]}}""";
        var e = await Assert.ThrowsAsync<KubeconfigException>(() =>
            AuthorizationAsync(Load(Minimal.Replace("{token: t}", user, StringComparison.Ordinal)))
        );
        Assert.Contains("code 3: please log in", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not JSON", "returned no token")]
    [InlineData("{\\\"status\\\":{\\\"token\\\":5}}", "returned no token")]
    [InlineData("{\\\"status\\\":{\\\"token\\\":\\\"t\\\",\\\"expirationTimestamp\\\":\\\"soon\\\"}}", "is not a time: \"soon\"")]
    [InlineData("[]", "returned no token")]
    public async Task Connect_ExecPluginAnswersNonsense_IsNamed(string output, string expected)
    {
        var user = $$"""{exec: {command: sh, args: ["-c", 'echo "{{output}}"']} }""";
        var e = await Assert.ThrowsAsync<KubeconfigException>(() =>
            AuthorizationAsync(Load(Minimal.Replace("{token: t}", user, StringComparison.Ordinal)))
        );
        Assert.Contains("the credential plugin sh of user \"u\"", e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connect_ExecPluginThatHangs_EndsWithTheCommand()
    {
        var pidFile = Path.Combine(_folder, "pid");
        var user =
            $$"""{exec: {command: sh, args: ["-c", "echo $$ > {{pidFile}}.new; mv {{pidFile}}.new {{pidFile}}; exec sleep 77777"]} }""";
        using var watcher = new FileSystemWatcher(_folder) { EnableRaisingEvents = true };
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Renamed += (_, _) => started.TrySetResult();
        var connection = Connect(Load(Minimal.Replace("{token: t}", user, StringComparison.Ordinal)));
        using var request = new HttpRequestMessage();
        var applying = connection.Credentials.ApplyAsync(request, CancellationToken.None).AsTask();
        await started.Task;
        using var plugin = System.Diagnostics.Process.GetProcessById(
            int.Parse(await File.ReadAllTextAsync(pidFile), System.Globalization.CultureInfo.InvariantCulture)
        );

        connection.Credentials.Stop();

        var e = await Assert.ThrowsAsync<KubeconfigException>(() => applying);
        Assert.Contains("was stopped", e.Message, StringComparison.Ordinal);
        await plugin.WaitForExitAsync();
    }

    [Fact]
    public async Task Connect_ExecPluginThatTimedOut_IsNotStartedAgain()
    {
        var starts = Path.Combine(_folder, "starts");
        var user = $$"""{exec: {command: sh, args: ["-c", "echo x >> {{starts}}; exec sleep 77777"]} }""";
        var kubeconfig = Load(Minimal.Replace("{token: t}", user, StringComparison.Ordinal));
        var credentials = ClusterConnection.From(kubeconfig, null, null, new AcceleratedTime(60)).Credentials;
        using var request = new HttpRequestMessage();

        var errors = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var error = await Assert.ThrowsAsync<KubeconfigException>(() =>
                credentials.ApplyAsync(request, CancellationToken.None).AsTask()
            );
            errors.Add(error.Message);
        }

        Assert.Contains("returned nothing within 60 s", Assert.Single(errors.Distinct()), StringComparison.Ordinal);
        Assert.Single(await File.ReadAllLinesAsync(starts));
    }

    [Theory]
    [InlineData("nowhere", null, "there is no context \"nowhere\"; there are \"here\"")]
    [InlineData(null, "nowhere", "there is no cluster \"nowhere\"; there are \"c\"")]
    public void Connect_UnknownName_ListsExistingNames(string? context, string? cluster, string expected)
    {
        var e = Assert.Throws<KubeconfigException>(() => ClusterConnection.From(Load(Minimal), context, cluster, TimeProvider.System));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{auth-provider: {name: gcp}}", "auth-provider \"gcp\"")]
    [InlineData("{client-certificate-data: AAAA}", "needs both a client certificate and its key")]
    public void Connect_UnusableUser_ReportsTheReason(string user, string expected)
    {
        var e = Assert.Throws<KubeconfigException>(() => Connect(Load(Minimal.Replace("{token: t}", user, StringComparison.Ordinal))));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_InvalidYaml_NamesThePlaceWithoutQuotes()
    {
        var e = Assert.Throws<KubeconfigException>(() => Load("users:\n- name: u\n  user: {token: hush-hush\n"));
        Assert.Contains("is not valid YAML", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Connect_NoKubeconfig_NamesTheCure()
    {
        var e = Assert.Throws<KubeconfigException>(() => Connect(Load(null, ("HOME", _folder))));
        Assert.Contains("KUBECONFIG", e.Message, StringComparison.Ordinal);
    }

    private const string Minimal =
        "current-context: here\ncontexts: [{name: here, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: \"https://cluster.test:6443\"}}]\nusers: [{name: u, user: {token: t}}]\n";

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }

    private static Kubeconfig Load(string? pathOrContent, params (string Name, string Value)[] environment) =>
        KubeconfigLoader.Load(pathOrContent, name => environment.FirstOrDefault(e => e.Name == name).Value);

    private static ClusterConnection Connect(Kubeconfig kubeconfig) => ClusterConnection.From(kubeconfig, null, null, TimeProvider.System);

    private static async Task<string?> AuthorizationAsync(Kubeconfig kubeconfig)
    {
        using var request = new HttpRequestMessage();
        await Connect(kubeconfig).Credentials.ApplyAsync(request, CancellationToken.None);
        return request.Headers.Authorization?.ToString();
    }
}
