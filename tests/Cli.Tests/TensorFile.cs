using PruningLab.Engine.Runs;

namespace PruningLab.Cli.Tests;

/// <summary>Small safetensors files.</summary>
internal static class TensorFile
{
    /// <summary>Writes a file that PruningLab did not make.</summary>
    public static string Write(string path, params TensorContent[] tensors)
    {
        using FileStream file = File.Create(path);
        new SafeTensorsWriter(tensors, new Dictionary<string, string> { ["from"] = "elsewhere" }).WriteAsync(file).GetAwaiter().GetResult();
        return path;
    }

    /// <summary>A matrix of single-precision numbers.</summary>
    public static TensorContent Matrix(string name, int rows, int columns, params float[] numbers) => new(name, [rows, columns], numbers);

    /// <summary>Numbers of a tensor.</summary>
    public static float[] Floats(string path, string name)
    {
        using SafeTensorsReader reader = SafeTensorsReader.Open(path);
        TensorEntry tensor = reader.Find(name)!;
        float[] numbers = new float[tensor.Count];
        reader.Read(tensor, numbers);
        return numbers;
    }

    /// <summary>Bytes of a mask.</summary>
    public static byte[] Mask(string path, string name)
    {
        using SafeTensorsReader reader = SafeTensorsReader.Open(path);
        TensorEntry tensor = reader.Find(name)!;
        byte[] bits = new byte[tensor.Count];
        reader.Read(tensor, bits);
        return bits;
    }

    /// <summary>Names of the tensors.</summary>
    public static string[] Names(string path)
    {
        using SafeTensorsReader reader = SafeTensorsReader.Open(path);
        return [.. reader.Tensors.Select(tensor => tensor.Name)];
    }
}
