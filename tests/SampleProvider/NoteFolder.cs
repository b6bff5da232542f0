using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace SampleProvider;

/// <summary>
/// The objects of the sample provider: files with a note's properties in the folder that the provider is configured with.
/// </summary>
internal sealed class NoteFolder(string path)
{
    public IEnumerable<string> Ids => Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);

    public Struct? Find(string id) => File.Exists(PathOf(id)) ? Struct.Parser.ParseJson(File.ReadAllText(PathOf(id))) : null;

    public void Write(string id, Struct note) => File.WriteAllText(PathOf(id), JsonFormatter.Default.Format(note));

    public void Delete(string id) => File.Delete(PathOf(id));

    private string PathOf(string id) => Path.Combine(path, id);
}
