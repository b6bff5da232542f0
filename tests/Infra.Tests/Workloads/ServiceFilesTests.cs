namespace Infra.Tests.Workloads;

/// <summary>Files and folders in containers.</summary>
public class ServiceFilesTests
{
    private const string Pod = "spec.template.spec";

    [Fact]
    public async Task AFolder_IsMountedAsAFolder_FromAConfigMapOfItsOwn()
    {
        using var project = new ProjectFiles().Add("config/app.yaml", "a: b").Add("config/logo_1.png", [137, 80, 0]);

        var plan = await Deploy(project, "/etc/app: {folder: config, mode: \"0440\"}");

        var files = plan.Get("ConfigMap", "s-files-etc-app");
        Assert.Equal(("a: b", "iVAA"), (files["data.'app.yaml'"], files["binaryData.'logo_1.png'"]));
        var workload = plan.Get("Deployment", "s");
        var volume = new Inputs(workload[$"{Pod}.volumes[1]"]);
        Assert.Equal(("files-etc-app", 288d), (volume["name"], volume["configMap.defaultMode"]));
        Assert.Null(volume["configMap.items"]);
        var mount = new Inputs(workload.Container["volumeMounts[1]"]);
        Assert.Equal(("files-etc-app", "/etc/app", true), (mount["name"], mount["mountPath"], mount["readOnly"]));
        Assert.Null(mount["subPath"]);
        Assert.False(plan.Has("ConfigMap", "s-files"));
    }

    [Fact]
    public async Task AFolderWithSubfolders_ListsItsFilesByTheirPaths()
    {
        using var project = new ProjectFiles().Add("config/a/x", "1").Add("config/a_.x", "2").Add("config/with space", "3");

        var plan = await Deploy(project, "/etc/app: {folder: config, secret: true}");

        var secret = plan.Get("Secret", "s-files-etc-app").Map("stringData");
        Assert.Equal(["a_.x", "a__.x", "with_20space"], secret.Keys.Order(StringComparer.Ordinal));
        var items = plan.Get("Deployment", "s").List($"{Pod}.volumes[1].secret.items");
        Assert.Equal(["a/x=a_.x", "a_.x=a__.x", "with space=with_20space"], items.Select(item => $"{item["path"]}={item["key"]}"));
    }

    [Fact]
    public async Task ASingleFile_KeepsTheOtherFilesOfItsFolder_AndHasItsOwnMode()
    {
        using var project = new ProjectFiles().Add("start.sh", "run").Add("logo.png", [137, 80, 0]);

        var plan = await Deploy(
            project,
            "/app/start.sh: {file: start.sh, mode: \"0555\"}, /app/logo.png: {file: logo.png}, /app/key: {base64: AAE=, secret: true}, /app/x: y"
        );

        var files = plan.Get("ConfigMap", "s-files");
        Assert.Equal(("run", "y", "iVAA"), (files["data.'app_.start.sh'"], files["data.'app_.x'"], files["binaryData.'app_.logo.png'"]));
        Assert.Equal("AAE=", plan.Get("Secret", "s-files")["data.'app_.key'"]);
        var workload = plan.Get("Deployment", "s");
        var items = workload.List($"{Pod}.volumes[1].configMap.items");
        Assert.Equal(
            [("app_.start.sh", "app_.start.sh", 365d), ("app_.logo.png", "app_.logo.png", null), ("app_.x", "app_.x", null)],
            items.Select(item => (item["key"], item["path"], item["mode"]))
        );
        Assert.Null(workload[$"{Pod}.volumes[2].secret.items"]);
        Assert.Equal("app_.start.sh", workload.Container["volumeMounts[1].subPath"]);
    }

    [Fact]
    public async Task FoldersWithSimilarPaths_HaveDifferentObjects()
    {
        using var project = new ProjectFiles().Add("config/a", "1");

        var plan = await Deploy(project, "/etc/app: {folder: config}, /etc-app: {folder: config}, /etc/App: {folder: config}");

        Assert.Equal(3, plan.KubernetesObjects().Count(resource => resource.Name!.StartsWith("s-files-etc-app", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AChangedFile_RollsThePods()
    {
        Assert.NotEqual(await Checksum("1"), await Checksum("2"));

        static async Task<object?> Checksum(string content)
        {
            using var project = new ProjectFiles().Add("config/a", content);
            var plan = await Deploy(project, "/etc/app: {folder: config}");
            return plan.Get("Deployment", "s")["spec.template.metadata.annotations.'infra/config-checksum'"];
        }
    }

    [Fact]
    public async Task AFolderAtTmp_ReplacesTheWritableOne()
    {
        using var project = new ProjectFiles().Add("config/a", "1");

        var mounts = (await Deploy(project, "/tmp: {folder: config}")).Get("Deployment", "s").Container.List("volumeMounts");

        Assert.Equal("files-tmp", Assert.Single(mounts)["name"]);
    }

    private static Task<RecordedPlan> Deploy(ProjectFiles project, string files) =>
        RecordedPlan.Create(project.Sources($"s: {{image: \"a:1\", port: 80, files: {{{files}}}}}"));
}
