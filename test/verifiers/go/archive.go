package main

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
)

const (
	maxBytes = 256 << 20
	maxFiles = 10000
)

var segment = regexp.MustCompile(`^[A-Za-z0-9._][A-Za-z0-9._-]*$`)

// pathAllowed is the rule of section 12 for one path.
func pathAllowed(path string) bool {
	if len(path) > 240 {
		return false
	}
	for _, s := range strings.Split(path, "/") {
		if !segment.MatchString(s) || s == "." || s == ".." {
			return false
		}
	}
	return true
}

// pathsAllowed is the rule for all paths of a pack together.
func pathsAllowed(files map[string][]byte) bool {
	isFile := map[string]bool{}
	for path := range files {
		lower := strings.ToLower(path)
		if !pathAllowed(path) || isFile[lower] {
			return false
		}
		isFile[lower] = true
	}
	for path := range isFile {
		for i, c := range path {
			if c == '/' && isFile[path[:i]] {
				return false
			}
		}
	}
	return len(files) <= maxFiles
}

func sortedPaths(files map[string][]byte) []string {
	paths := make([]string, 0, len(files))
	for path := range files {
		paths = append(paths, path)
	}
	sort.Strings(paths)
	return paths
}

func pack(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		if s, isText := v.(string); isText {
			b.WriteString(s)
		} else if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
			panic(err)
		}
	}
	return b.Bytes()
}

// canonicalZip is the one ZIP of a set of files.
func canonicalZip(files map[string][]byte) []byte {
	var body, directory bytes.Buffer
	for _, path := range sortedPaths(files) {
		data, offset := files[path], uint32(body.Len())
		size := uint32(len(data))
		common := pack(uint16(10), uint16(0), uint16(0), uint16(0), uint16(0x21), crc32.ChecksumIEEE(data), size, size, uint16(len(path)), uint16(0))
		body.Write(pack("PK\x03\x04", common, path))
		body.Write(data)
		directory.Write(pack("PK\x01\x02", uint16(10), common, uint16(0), uint16(0), uint16(0), uint32(0), offset, path))
	}
	count := uint16(len(files))
	end := pack("PK\x05\x06", uint16(0), uint16(0), count, count, uint32(directory.Len()), uint32(body.Len()), uint16(0))
	return append(append(body.Bytes(), directory.Bytes()...), end...)
}

func readZip(data []byte) (map[string][]byte, error) {
	bad := refuse("zip.not-canonical")
	if len(data) > maxBytes {
		return nil, bad
	}
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || len(archive.File) > maxFiles {
		return nil, bad
	}
	files, total := map[string][]byte{}, 0
	for _, f := range archive.File {
		if f.Method != zip.Store || f.UncompressedSize64 != f.CompressedSize64 {
			return nil, bad
		}
		opened, err := f.OpenRaw()
		if err != nil {
			return nil, bad
		}
		content, err := io.ReadAll(opened)
		if total += len(content); err != nil || total > len(data) {
			return nil, bad
		}
		files[f.Name] = content
	}
	if !pathsAllowed(files) || !bytes.Equal(canonicalZip(files), data) {
		return nil, bad
	}
	return files, nil
}

func readFolder(root string) (map[string][]byte, error) {
	files, total := map[string][]byte{}, int64(0)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if total += info.Size(); !info.Mode().IsRegular() || total > maxBytes || len(files) == maxFiles {
			return refuse("pack.file-unknown", name)
		}
		files[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err == nil && !pathsAllowed(files) {
		err = refuse("pack.file-unknown", "names")
	}
	return files, err
}

func readFiles(path string) (map[string][]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return readFolder(path)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return readZip(data)
}
