using Engine.Tests.Support;
using Infra.Engine.Images;
using Infra.Engine.Images.Bundles;
using Infra.Engine.Images.Inventory;
using Infra.Engine.Projects;
using Infra.Engine.Registries;
using Infra.Kubernetes;

namespace Engine.Tests.Images;

/// <summary>A folder of stack files, and the tasks on its images.</summary>
internal sealed class ImageSandbox : IRegistryLogins, IProgress<TransferProgress>, IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("infra-images-").FullName;

    public RegistryCredentials? Login { get; set; }

    public TimeProvider Time { get; } = new AcceleratedTime(1000);

    public string LockPath => Path.Combine(Folder, "images.lock.yaml");

    public RegistryOptions Options => new() { Logins = this, Time = Time };

    public ImageProject Project =>
        ImageProject.Open(
            new Project
            {
                Name = "shop",
                Runtime = "dotnet",
                FilePath = Path.Combine(Folder, "Pulumi.yaml"),
                ProgramDirectory = Folder,
                StackConfigDirectory = Folder,
            }
        );

    public ImageTasks Open() => new(Project, this, Time);

    public static StackImage Image(string reference) =>
        new(ImageReference.Parse(reference).Normalize(), ["Deployment shop/app, container app"]);

    public async Task<BundleSummary> ExportAsync(string path, params StackImage[] images)
    {
        using var tasks = Open();
        return await tasks.ExportAsync(images, path, this, CancellationToken.None);
    }

    public Task<PushSummary> PushAsync(string path, string registry) =>
        BundlePublisher.PushAsync(path, registry, Options, this, CancellationToken.None);

    public void Write(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    public string PathOf(string name) => Path.Combine(Folder, name);

    public Task<RegistryCredentials?> FindAsync(string registry, CancellationToken cancellationToken) => Task.FromResult(Login);

    public void Report(TransferProgress value) => Assert.InRange(value.Done, 0, value.Total);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
